import type { AddressKind } from "./address";
import {
  type Doubt,
  type Hidden,
  IdentityBook,
  type Instance,
  listedName,
  type Mention,
  mention,
  SECRET,
  UNKNOWN,
} from "./identity";
import { KINDS, type TypeName, type TypeOf } from "./kinds";

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

/** Returns whether the program itself ties a declaration to a switch, where their addresses don't say it yet. */
type IsTied<Source> = (declaration: Declaration<Source>, to: Switch<Source>) => boolean;

/**
 * The model of who may open what, and which declaration says so. Rules and reports use it. Declarations keep the order in which they are
 * given.
 */
export class Access<Source> {
  readonly all: readonly Declaration<Source>[];
  readonly switches: readonly Switch<Source>[];
  /** Entries that are resources of their own. */
  readonly singles: readonly Entry<Source>[];
  readonly lists: readonly List<Source>[];
  /** The single ones and those in lists. */
  readonly entries: readonly Entry<Source>[];
  readonly book: IdentityBook;
  /** Entries for other projects. A project can always open itself. */
  readonly #foreign: readonly Entry<Source>[];
  readonly #isTied: IsTied<Source>;

  constructor(declared: readonly Declared<Source>[], isTied: IsTied<Source> = () => false) {
    const read = declared.map((one) => partsOf(one));
    this.all = read.map(({ of }) => of);
    this.switches = read.flatMap(({ switches }) => switches);
    this.singles = read.flatMap(({ singles }) => singles);
    this.lists = read.flatMap(({ lists }) => lists);
    this.entries = read.flatMap(({ singles, lists }) => [...singles, ...lists.flatMap(({ entries }) => entries)]);
    this.book = new IdentityBook(this.mentions);
    this.#foreign = this.entries.filter(({ project, target }) => this.book.same(project, target) !== true);
    this.#isTied = isTied;
  }

  /** All addresses in the declarations, for an identity book. */
  get mentions(): readonly Mention[] {
    return [...this.all.map(({ project }) => project), ...this.entries.map(({ target }) => target)];
  }

  /** Returns whether any entry lets another project into the project of the switch, or why that is not known. */
  letsAnybodyIn(to: Switch<Source>): boolean | Doubt {
    const entries = this.#foreign;
    if (entries.some((entry) => this.belongs(entry, to) === true)) return true;
    if (this.#isWhole(to)) return false;
    const unread = this.lists.filter(({ hidden }) => hidden !== undefined);
    if (unread.some((list) => this.belongs(list, to) === true)) return "a value is not known yet";
    const doubtful = [...entries, ...unread]
      .map((declaration) => ({ declaration, belongs: this.belongs(declaration, to) }))
      .find(({ declaration, belongs }) => belongs !== false && !this.#belongsElsewhere(declaration, to));
    if (doubtful !== undefined) return doubtful.belongs;
    return isWritten(to) ? false : "a value is not known yet";
  }

  /** Returns whether the declaration is for the project of the switch, or why that is not known. */
  belongs(declaration: Declaration<Source>, to: Switch<Source>): boolean | Doubt {
    const isSame = this.book.same(declaration.project, to.project);
    if (typeof isSame === "boolean") return isSame;
    if (declaration.source === to.source || this.#isTied(declaration, to)) return true;
    // An entry whose project is not known yet does not count for a switch whose project is: it would count for every switch of the stack.
    return !isWritten(declaration) && isWritten(to) ? false : isSame;
  }

  /** Returns whether all its projects and all its groups are declared, so that no other entry can be of its project. */
  #isWhole(to: Switch<Source>): boolean {
    if (!isWritten(to)) return false;
    const known = this.lists.filter((list) => list.hidden === undefined && this.belongs(list, to) === true);
    return new Set(known.map(({ kind }) => kind)).size === 2;
  }

  #belongsElsewhere(declaration: Declaration<Source>, than: Switch<Source>): boolean {
    return this.switches.some((other) => other !== than && this.belongs(declaration, other) === true);
  }
}

function isWritten({ project }: Declaration<unknown>): boolean {
  return typeof project.written === "string";
}

function partsOf<Source>(one: Declared<Source>) {
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
  return [{ ...of, input, target: mention(KIND_OF[input], inputs[input], facts) }];
}

function listsOf<Source>(one: Declared<Source>, of: Declaration<Source>): List<Source>[] {
  const { lists }: Says = SAYS[one.type];
  return lists.flatMap((input): List<Source>[] => {
    const list = one.inputs[input];
    if (list === undefined) return [];
    const kind = KIND_OF[input];
    if (!Array.isArray(list)) return [{ ...of, input, kind, hidden: list === SECRET ? SECRET : UNKNOWN, entries: [] }];
    const entries = list.map((item: unknown) => ({ ...of, input, target: listed(kind, item, one) }));
    return [{ ...of, input, kind, hidden: undefined, entries }];
  });
}

/** The state of a list keeps the id and GitLab's own path of each address that it holds. */
function listed(kind: AddressKind, address: unknown, { outputs, instance }: Declared<unknown>): Mention {
  const name = typeof address === "string" ? listedName(kind, address) : "";
  return mention(kind, address, { instance, id: itemOf(outputs.__ids, name), realPath: itemOf(outputs.paths, name) });
}

function itemOf(record: unknown, key: string): unknown {
  return typeof record === "object" && record !== null
    ? Object.getOwnPropertyDescriptor(record, key)?.value
    : undefined;
}
