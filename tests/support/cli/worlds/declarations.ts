import fc from "fast-check";
import { SECRET } from "../../../../cli/preview/events";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { type Company, PERMISSIONS } from "./company";

const TYPES = {
  JobTokenScope: "pulumi-nodejs:dynamic/gitlab:JobTokenScope",
  ScopeAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:ScopeAllowlistEntry",
  GroupAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:GroupAllowlistEntry",
  JobTokenAllowlist: "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist",
  "another package's project entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's group entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's list": "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes",
} as const;

type DeclaredType = keyof typeof TYPES;
export type Given = "default" | readonly string[] | undefined;

/** How a program writes an address. */
type Written = "id" | "id as text" | "path" | "upper case, with slashes";

export interface Target {
  readonly index: number;
  readonly as: Written;
  readonly permissions: Given;
}

/** What a report can't read of a declaration. */
type Part = "cross" | "enabled" | "lists" | "own" | "permissions" | "project" | "target";

/** A declaration as the program means it. */
export interface Declared {
  readonly type: DeclaredType;
  readonly project: Target;
  readonly enabled: boolean | undefined;
  readonly own: boolean | undefined;
  readonly cross: boolean | undefined;
  readonly target: Target;
  readonly permissions: Given;
  readonly projects: readonly Target[] | undefined;
  readonly groups: readonly Target[] | undefined;
  readonly hidden: readonly Part[];
  readonly hiddenBy: typeof SECRET | typeof UNKNOWN;
  readonly retainOnDelete: boolean;
}

const given = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Given>(undefined) },
  { weight: 1, arbitrary: fc.constant<Given>("default") },
  { weight: 2, arbitrary: fc.subarray([...PERMISSIONS]) },
);
const written = fc.constantFrom<Written>("id", "id as text", "path", "path", "upper case, with slashes");
const target = fc.record({ index: fc.nat({ max: 4 }), as: written, permissions: given });
const maybe = fc.option(fc.boolean(), { nil: undefined });
const targets = fc.option(fc.uniqueArray(target, { maxLength: 3, selector: ({ index }) => index }), { nil: undefined });
const parts = ["cross", "enabled", "lists", "own", "permissions", "project", "target"] as const;

const declared: fc.Arbitrary<Declared> = fc.record({
  type: fc.constantFrom(...(Object.keys(TYPES) as DeclaredType[])),
  project: fc.record({ index: fc.nat({ max: 1 }), as: written, permissions: fc.constant(undefined) }),
  ...{ enabled: maybe, own: maybe, cross: maybe, target, permissions: given, projects: targets, groups: targets },
  hidden: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...parts]) }),
  hiddenBy: fc.constantFrom(SECRET, UNKNOWN),
  retainOnDelete: fc.boolean(),
});

/** What one declaration was and is. */
export interface Pair {
  readonly before: Declared | undefined;
  readonly after: Declared | undefined;
}

const INPUTS = ["cross", "enabled", "groups", "hidden", "own", "permissions", "project", "projects", "target"] as const;

const resting: fc.Arbitrary<Pair> = declared.map((one) => ({ before: one, after: one }));

/** Most declarations differ in little from one program to the next; some come, some go, and some stay. */
const pair: fc.Arbitrary<Pair> = fc.oneof(
  declared.map((after) => ({ before: undefined, after })),
  declared.map((before) => ({ before, after: undefined })),
  resting,
  fc.tuple(declared, declared).map(([before, after]) => ({ before, after })),
  ...Array.from({ length: 3 }, () =>
    fc
      .tuple(declared, declared, fc.subarray([...INPUTS], { minLength: 1, maxLength: 2 }))
      .map(([before, other, inputs]) => ({
        before,
        after: { ...before, ...Object.fromEntries(inputs.map((input) => [input, other[input]])) },
      })),
  ),
);

/** A program: beside what changes most things stay, so that one change seldom drowns another. */
export const program: fc.Arbitrary<readonly Pair[]> = fc
  .tuple(pair, fc.array(fc.oneof({ weight: 3, arbitrary: resting }, { weight: 1, arbitrary: pair }), { maxLength: 3 }))
  .map(([first, others]) => [first, ...others]);

export function isOurs({ type }: Declared): boolean {
  return TYPES[type].startsWith("pulumi-nodejs:");
}

export function typeToken({ type }: Declared): string {
  return TYPES[type];
}

/** A declaration as the stream shows it. */
export class Shown {
  constructor(readonly company: Company) {}

  /** A state knows all values, so that what was not known before the update is secret there at most. */
  inputs(one: Declared, isState: boolean): Record<string, unknown> {
    const by = isState ? SECRET : one.hiddenBy;
    const show = (part: Part, value: unknown) => (one.hidden.includes(part) && value !== undefined ? by : value);
    const project = show("project", this.#address("project", one.project));
    const inputs = this.#inputsOf(one, project, show);
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  }

  /** What the provider records beside the inputs, so that ids and paths are brought together. */
  outputs(one: Declared): Record<string, unknown> {
    if (!isOurs(one)) return this.inputs(one, true);
    const listed = [
      ...(one.projects ?? []).map(({ index }) => ["project", this.projectAt(index)] as const),
      ...(one.groups ?? []).map(({ index }) => ["group", this.groupAt(index)] as const),
    ];
    return {
      __origin: "https://gitlab.example",
      projectId: String(this.projectAt(one.project.index).id),
      targetProjectId: String(this.projectAt(one.target.index).id),
      targetGroupId: String(this.groupAt(one.target.index).id),
      __ids: Object.fromEntries(listed.map(([kind, at]) => [`${kind} ${at.fullPath}`, String(at.id)])),
    };
  }

  projectAt(index: number) {
    return at(this.company.projects, index);
  }

  groupAt(index: number) {
    return at(this.company.groups, index);
  }

  #inputsOf(one: Declared, project: unknown, show: (part: Part, value: unknown) => unknown): Record<string, unknown> {
    const push = {
      pushRepositoryForJobTokenAllowed: show("own", one.own),
      crossProjectPushForJobTokenAllowed: show("cross", one.cross),
    };
    const [projects, groups] = [this.#list("project", one.projects), this.#list("group", one.groups)];
    const [toProject, toGroup] = [this.#target("project", one), this.#target("group", one)];
    const permissions = show("permissions", one.permissions);
    switch (one.type) {
      case "JobTokenScope":
        return { project, enabled: show("enabled", one.enabled ?? true), ...push };
      case "ScopeAllowlistEntry":
        return { project, targetProject: show("target", toProject), permissions };
      case "GroupAllowlistEntry":
        return { project, targetGroup: show("target", toGroup), permissions };
      case "JobTokenAllowlist":
        return {
          ...{ project, permissions, enabled: show("enabled", one.enabled), ...push },
          ...{ projects: show("lists", projects), groups: show("lists", groups) },
        };
      case "another package's project entry":
        return { project, targetProjectId: show("target", toProject) };
      case "another package's group entry":
        return { project, targetGroupId: show("target", toGroup) };
      case "another package's list": {
        const ids = (list: unknown[] | undefined) => list?.map((item) => idIn(item));
        const lists = { targetProjectIds: show("lists", ids(projects)), targetGroupIds: show("lists", ids(groups)) };
        return { project, enabled: show("enabled", one.enabled), ...lists };
      }
    }
  }

  #target(kind: "group" | "project", { target }: Declared): number | string {
    return this.#address(kind, target);
  }

  #list(kind: "group" | "project", list: readonly Target[] | undefined): unknown[] | undefined {
    return list?.map((one) => {
      const address = this.#address(kind, one);
      return one.permissions === undefined ? address : { [kind]: address, permissions: one.permissions };
    });
  }

  #address(kind: "group" | "project", { index, as }: Target): number | string {
    const { id, fullPath } = kind === "project" ? this.projectAt(index) : this.groupAt(index);
    if (as === "id") return id;
    if (as === "id as text") return String(id);
    return as === "path" ? fullPath : `/${fullPath.toUpperCase()}/`;
  }
}

function idIn(item: unknown): unknown {
  return typeof item === "object" && item !== null ? Object.values(item)[0] : item;
}

function at<T>(all: readonly T[], index: number): T {
  const found = all[index % all.length];
  if (found === undefined) throw new Error("This world is empty.");
  return found;
}
