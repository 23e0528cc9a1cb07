import type { AddressKind } from "../address";
import { type Hidden, type Instance, listedName, type Mention, mention, SECRET, UNKNOWN } from "../identity";
import { KINDS, type TypeName, type TypeOf } from "../kinds";
import { type Permissions, permissionsIn } from "../permissions";

/** The resources that say who may open a project. */
export type AccessType = TypeOf<"access">;

type Properties = Readonly<Record<string, unknown>>;

/** An access resource as plain values. Its reader puts UNKNOWN or SECRET in place of a value that can't be read. */
export interface Declared<Source> {
  readonly type: AccessType;
  readonly inputs: Properties;
  /**
   * Of each address input: its id as `<input>Id`, GitLab's own path as `<input>Path`. Of the addresses in lists: their ids as `__ids`, GitLab's
   * own paths as `paths`, both by `listedName`. Policies see no output whose name begins with two underscores.
   */
  readonly outputs: Properties;
  readonly instance: Instance;
  /** What the declaration was read from. The model returns it with everything that it finds. */
  readonly source: Source;
}

/** A resource that declares something about access to one project. */
export interface Declaration<Source> {
  readonly type: AccessType;
  readonly source: Source;
  readonly project: Mention;
}

/** Declares whether a project is closed to job tokens that are not on its allowlist. */
export interface Switch<Source> extends Declaration<Source> {
  /** Undefined where nothing was written. */
  readonly enabled: boolean | Hidden | undefined;
}

/** Lets the job tokens of a project, or of all projects below a group, into a project. */
export interface Entry<Source> extends Declaration<Source> {
  /** The input that names the target. */
  readonly input: Target;
  readonly target: Mention;
  /** What it gives. Undefined where nothing is written: the entry is then not managed in this, and GitLab gives default permissions at first. */
  readonly permissions: Hidden | Permissions | undefined;
}

/** Declares all the projects or all the groups that may open a project. */
export interface List<Source> extends Declaration<Source> {
  readonly input: "groups" | "projects";
  readonly kind: AddressKind;
  /** Why the list can't be read; undefined if it can, and `entries` is complete. */
  readonly hidden: Hidden | undefined;
  readonly entries: readonly Entry<Source>[];
}

type Target = "groups" | "projects" | "targetGroup" | "targetProject";

export function isAccessType(name: TypeName): name is AccessType {
  return KINDS[name] === "access";
}

/** What a type declares: a switch, a single target, lists. */
interface Says {
  readonly hasSwitch: "always" | "never" | "where enabled is written";
  readonly single: "targetGroup" | "targetProject" | undefined;
  readonly lists: readonly List<unknown>["input"][];
}

const SAYS = {
  JobTokenScope: { hasSwitch: "always", single: undefined, lists: [] },
  JobTokenAllowlist: { hasSwitch: "where enabled is written", single: undefined, lists: ["projects", "groups"] },
  ScopeAllowlistEntry: { hasSwitch: "never", single: "targetProject", lists: [] },
  GroupAllowlistEntry: { hasSwitch: "never", single: "targetGroup", lists: [] },
} as const satisfies Readonly<Record<AccessType, Says>>;

const KIND_OF = { projects: "project", groups: "group", targetProject: "project", targetGroup: "group" } as const;

/** Everything that a resource declares. */
export function partsOf<Source>(one: Declared<Source>) {
  const of = declarationOf(one);
  return { of, switches: switchOf(one, of), singles: singleOf(one, of), lists: listsOf(one, of) };
}

function declarationOf<Source>({ type, inputs, outputs, instance, source }: Declared<Source>): Declaration<Source> {
  const facts = { instance, id: outputs.projectId, realPath: outputs.projectPath };
  return { type, source, project: mention("project", inputs.project, facts) };
}

function switchOf<Source>({ type, inputs }: Declared<Source>, of: Declaration<Source>): Switch<Source>[] {
  const { hasSwitch }: Says = SAYS[type];
  const isSwitch = hasSwitch === "always" || (hasSwitch !== "never" && inputs.enabled !== undefined);
  return isSwitch ? [{ ...of, enabled: positionIn(inputs.enabled) }] : [];
}

function positionIn(enabled: unknown): Switch<unknown>["enabled"] {
  return enabled === undefined || typeof enabled === "boolean" || enabled === SECRET ? enabled : UNKNOWN;
}

function singleOf<Source>(
  { type, inputs, outputs, instance }: Declared<Source>,
  of: Declaration<Source>,
): Entry<Source>[] {
  const { single: input }: Says = SAYS[type];
  if (input === undefined) return [];
  const facts = { instance, id: outputs[`${input}Id`], realPath: outputs[`${input}Path`] };
  const permissions = permissionsIn(inputs.permissions);
  return [{ ...of, input, target: mention(KIND_OF[input], inputs[input], facts), permissions }];
}

function listsOf<Source>(one: Declared<Source>, of: Declaration<Source>): List<Source>[] {
  const { lists }: Says = SAYS[one.type];
  return lists.flatMap((input): List<Source>[] => {
    const list = one.inputs[input];
    if (list === undefined) return [];
    const kind = KIND_OF[input];
    if (!Array.isArray(list)) return [{ ...of, input, kind, hidden: list === SECRET ? SECRET : UNKNOWN, entries: [] }];
    const entries = list.map((item: unknown) => ({ ...of, input, ...listed(kind, item, one) }));
    return [{ ...of, input, kind, hidden: undefined, entries }];
  });
}

/** An element is an address, or an object that gives it permissions of its own. The state has the id and GitLab's own path of each. */
function listed(
  kind: AddressKind,
  item: unknown,
  { inputs, outputs, instance }: Declared<unknown>,
): Pick<Entry<unknown>, "permissions" | "target"> {
  const isPlain = typeof item !== "object" || item === null;
  const address = isPlain ? item : itemOf(item, kind);
  const own = isPlain ? undefined : itemOf(item, "permissions");
  const name = typeof address === "string" ? listedName(kind, address) : "";
  const facts = { instance, id: itemOf(outputs.__ids, name), realPath: itemOf(outputs.paths, name) };
  return { target: mention(kind, address, facts), permissions: permissionsIn(own ?? inputs.permissions) };
}

function itemOf(record: unknown, key: string): unknown {
  return typeof record === "object" && record !== null
    ? Object.getOwnPropertyDescriptor(record, key)?.value
    : undefined;
}
