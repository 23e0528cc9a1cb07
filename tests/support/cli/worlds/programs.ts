import fc from "fast-check";
import { SECRET } from "../../../../cli/preview/events";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { PERMISSIONS } from "./company";
import {
  type Declared,
  type DeclaredType,
  type Given,
  isGone,
  isOurs,
  type Pair,
  type Target,
  TYPES,
  type Written,
} from "./declarations";
import type { Telling } from "./steps";
import { LIVES, ROLE_NAMES, SCOPE_NAMES } from "./tokens";

const given = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Given>(undefined) },
  { weight: 1, arbitrary: fc.constant<Given>("default") },
  { weight: 2, arbitrary: fc.subarray([...PERMISSIONS]) },
);
const written = fc.constantFrom<Written>("id", "id as text", "path", "path", "former path", "upper case, with slashes");
const target = fc.record({ index: fc.nat({ max: 4 }), as: written, permissions: given });
const maybe = fc.option(fc.boolean(), { nil: undefined });
const targets = fc.option(fc.uniqueArray(target, { maxLength: 3, selector: ({ index }) => index }), { nil: undefined });
const by = fc.constantFrom(SECRET, UNKNOWN);
const parts = {
  life: by,
  flag: by,
  key: by,
  cross: by,
  enabled: by,
  lists: by,
  own: by,
  permissions: by,
  project: by,
  target: by,
} as const;

const declared: fc.Arbitrary<Declared> = fc.record({
  type: fc.constantFrom(...(Object.keys(TYPES) as DeclaredType[])),
  gitlab: fc.constantFrom(0, 0, 0, 1),
  project: fc.record({ index: fc.nat({ max: 1 }), as: written, permissions: fc.constant(undefined) }),
  ...{ enabled: maybe, own: maybe, cross: maybe, target, permissions: given, projects: targets, groups: targets },
  hidden: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record(parts, { requiredKeys: [] }) },
  ),
  variable: fc.record({
    key: fc.constantFrom("A", "B"),
    environmentScope: fc.constantFrom(undefined, "*", "production", "review/*"),
    ...{ protected: maybe, masked: maybe, hidden: maybe },
  }),
  scopes: fc.uniqueArray(fc.constantFrom(...SCOPE_NAMES), { minLength: 1, maxLength: 2 }),
  accessLevel: fc.constantFrom(...ROLE_NAMES),
  expirationDays: fc.constantFrom(...LIVES),
  retainOnDelete: fc.boolean(),
  isInMap: fc.boolean(),
  hasAliases: fc.boolean(),
  by: fc.constant("program"),
});

type Input = Exclude<keyof Declared, "by" | "hasAliases" | "type">;

/** The inputs that say anything in a declaration of the type. */
const INPUTS: Readonly<Record<DeclaredType, readonly Input[]>> = {
  JobTokenScope: ["project", "enabled", "own", "cross"],
  ScopeAllowlistEntry: ["project", "target", "permissions"],
  GroupAllowlistEntry: ["project", "target", "permissions"],
  JobTokenAllowlist: ["project", "enabled", "own", "cross", "projects", "groups", "permissions", "isInMap"],
  "another package's project entry": ["project", "target"],
  "another package's group entry": ["project", "target"],
  "another package's list": ["project", "enabled", "projects", "groups"],
  ProjectVariable: ["project", "variable"],
  "another package's variable": ["project", "variable"],
  RotatingProjectToken: ["project", "scopes", "accessLevel", "expirationDays"],
  "another package's token": ["project", "scopes", "accessLevel", "expirationDays"],
};

/** Some inputs of a declaration, whatever its type is: a step may also touch it and change nothing that gives anything. */
function someOf({ type }: Declared, picks: readonly number[]): Input[] {
  const inputs: readonly Input[] = [...INPUTS[type], ...INPUTS[type], "gitlab", "gitlab", "hidden", "retainOnDelete"];
  return picks.flatMap((pick) => inputs[pick % inputs.length] ?? []);
}

const picks = fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 2 });

/** With `ignoreChanges` the engine puts old inputs in the place of what the program says. What is secret in the state stays so. */
const ignoring: fc.Arbitrary<Pair> = fc
  .tuple(declared, declared, picks)
  .map(([before, { hidden, ...other }, chosen]) => {
    const inputs = INPUTS[before.type].filter((_, index) => chosen.some((pick) => (pick + index) % 3 === 0));
    const kept = Object.fromEntries(inputs.map((input) => [input, before[input]]));
    const keptParts: readonly string[] = inputs.map((input) => (input in parts ? input : "lists"));
    const isKept = ([part]: readonly [string, unknown]) => keptParts.includes(part);
    const secret = Object.entries(before.hidden)
      .filter(isKept)
      .map(([part]) => [part, SECRET] as const);
    const others = Object.entries(hidden).filter((one) => !isKept(one));
    return {
      before,
      after: { ...other, type: before.type, ...kept, hidden: Object.fromEntries([...others, ...secret]) },
    };
  });

/** GitLab holds something else than the program says, as far as the program says anything. */
function inPlaceOf(of: Declared, { permissions, ...other }: Declared): Declared {
  const said = <T>(value: unknown, otherwise: T) => (value === undefined ? undefined : otherwise);
  const lists = { projects: said(of.projects, other.projects), groups: said(of.groups, other.groups) };
  const switches = { own: said(of.own, other.own), cross: said(of.cross, other.cross) };
  const enabled = of.type === "JobTokenAllowlist" ? said(of.enabled, other.enabled) : other.enabled;
  const { type, gitlab, project, target } = of;
  return { ...other, ...lists, ...switches, enabled, permissions, type, gitlab, project, target, by: "program" };
}

const LOOKS = ["imported", "read", "read again", "declared at last", "dropped", "replaced", "released"] as const;

/** What the program imports or only reads. */
const looking: fc.Arbitrary<Pair> = fc
  .tuple(fc.constantFrom(...LOOKS), declared, declared, declared)
  .map(([what, one, other, found]): Pair => {
    const [managed, read] = [one, { ...one, by: "read" } as const];
    const there = inPlaceOf(one, found);
    if (what === "imported") return { before: undefined, after: { ...one, by: "import" }, there };
    if (what === "read") return { before: undefined, after: read, there };
    if (what === "read again") return { before: read, after: read, there };
    if (what === "declared at last") return { before: read, after: { ...other, type: one.type }, there };
    // What nobody reads any more is in no preview.
    if (what === "dropped") return { before: read, after: undefined };
    const next = { ...other, type: one.type };
    const instead = isGone(one, next) ? { there: inPlaceOf(next, found) } : {};
    if (what === "released") return { before: managed, after: { ...next, by: "read" }, ...instead };
    return { before: managed, after: { ...next, by: isGone(one, next) ? "import" : "program" }, ...instead };
  });

const resting: fc.Arbitrary<Pair> = declared.map((one) => ({ before: one, after: one }));

/** Most declarations differ in little from one program to the next; some come, some go, and some stay. */
const ordinary: fc.Arbitrary<Pair> = fc.oneof(
  declared.map((after) => ({ before: undefined, after })),
  declared.map((before) => ({ before, after: undefined })),
  resting,
  fc.tuple(declared, declared).map(([before, after]) => ({ before, after })),
  ...Array.from({ length: 3 }, () =>
    fc.tuple(declared, declared, picks).map(([before, other, chosen]) => ({
      before,
      after: { ...before, ...Object.fromEntries(someOf(before, chosen).map((input) => [input, other[input]])) },
    })),
  ),
);

const pair: fc.Arbitrary<Pair> = fc.oneof(
  { weight: 6, arbitrary: ordinary },
  { weight: 1, arbitrary: ignoring },
  { weight: 1, arbitrary: looking },
);

/** Returns the declaration as a program can have it: a former path stands only where the state knows whom it means. */
function settled(one: Declared, before: Declared | undefined): Declared {
  const isKnown = before !== undefined && isOurs(one) && !isGone(before, one);
  const present = (of: Target, were: readonly Target[]): Target =>
    of.as === "former path" && !(isKnown && were.some(({ index, as }) => index === of.index && as === of.as))
      ? { ...of, as: "path" }
      : of;
  const all = (list: Declared["projects"], were: Declared["projects"]) => list?.map((of) => present(of, were ?? []));
  return {
    ...one,
    project: present(one.project, before ? [before.project] : []),
    target: present(one.target, before ? [before.target] : []),
    projects: all(one.projects, before?.projects),
    groups: all(one.groups, before?.groups),
  };
}

function withKnownPaths({ before, after, ...rest }: Pair): Pair {
  const old = before && settled(before, before);
  return { before: old, after: after && settled(after, old), ...rest };
}

const TWINS: readonly (readonly DeclaredType[])[] = [
  ["JobTokenScope", "JobTokenAllowlist", "another package's list"],
  ["ScopeAllowlistEntry", "another package's project entry"],
  ["GroupAllowlistEntry", "another package's group entry"],
  ["ProjectVariable", "another package's variable"],
  ["RotatingProjectToken", "another package's token"],
];

/** The same things as in the first pair, declared by another resource: of the same type, or of one that speaks of the same. */
function alsoDeclared({ before, after }: Pair, by: Pair): Pair {
  const of = after ?? before;
  const types = TWINS.find((twins) => of !== undefined && twins.includes(of.type)) ?? [];
  const named = (one: Declared | undefined): Declared | undefined => {
    if (one === undefined || of === undefined) return one;
    const { gitlab, project, target, variable, type } = of;
    return {
      ...{ ...one, gitlab, type: types.includes(one.type) ? one.type : type },
      project: { ...one.project, index: project.index },
      target: { ...one.target, index: target.index },
      variable: { ...one.variable, key: variable.key, environmentScope: variable.environmentScope },
    };
  };
  return { before: named(by.before), after: named(by.after) };
}

/** A program: beside what changes most things stay, so that one change seldom drowns another. Now and then two declarations speak of one thing. */
export const program: fc.Arbitrary<readonly Pair[]> = fc
  .tuple(
    pair,
    fc.array(
      fc.oneof({ weight: 6, arbitrary: resting }, { weight: 2, arbitrary: pair }, { weight: 1, arbitrary: looking }),
      { maxLength: 3 },
    ),
    fc.option(fc.oneof(resting, ordinary), { freq: 3 }),
  )
  .map(([first, others, second]) => {
    const twice = second === null ? [] : [alsoDeclared(first, second)];
    return [first, ...others, ...twice].map(withKnownPaths);
  });

/** How the engine tells it. */
export const telling: fc.Arbitrary<Telling> = fc.record({
  isDeletedFirst: fc.boolean(),
  isRefreshed: fc.boolean(),
  isAmbientKnown: fc.boolean(),
  isAddressSecret: fc.boolean(),
});
