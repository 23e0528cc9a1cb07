import fc from "fast-check";
import type { Permissions } from "../../../../provider/domain/permissions";
import type { Fault, FaultRule } from "../../../../simulator";
import { graphqlRule } from "./list-faults";

/** What happens to one project's list, as numbers; a list world says what they stand for. */
export interface ListHistory {
  /** What the list holds before anybody declares it. */
  readonly before: readonly { readonly what: number; readonly gift: Permissions }[];
  /** Its settings for pushes: the project's own, and those of others. */
  readonly push: readonly [boolean, boolean];
  readonly closed: boolean;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly program: Program;
  readonly refreshed: boolean;
  readonly by: "developer" | "maintainer";
  readonly concurrency: number;
  readonly faults: readonly FaultRule[];
  /** Changes by hand: before the run, or after so many requests of it. */
  readonly manualChanges: readonly { readonly after: number | undefined; readonly change: ManualChange }[];
}

export type ManualChange =
  | { readonly do: "add" | "remove"; readonly what: number }
  /** What an entry gives. */
  | { readonly do: "permit"; readonly what: number; readonly gift: Permissions }
  /** The switch. */
  | { readonly do: "toggle" }
  /** What the run's user can see. */
  | { readonly do: "sight"; readonly what: number };

export interface Program {
  readonly projects: readonly Mention[] | undefined;
  readonly groups: readonly Mention[] | undefined;
  readonly enabled: boolean | undefined;
  readonly replaceExisting: boolean;
  readonly namesItself: boolean;
  /** What the list gives its elements. */
  readonly preset: Gift;
  readonly push: readonly [boolean | undefined, boolean | undefined];
  /** So many projects of the crowd, from this one on. */
  readonly crowd: { readonly from: number; readonly count: number };
}

/** A target, and which of its addresses is written. */
export interface Mention {
  readonly what: number;
  readonly reachable: boolean;
  readonly form: number;
  readonly gift: Gift;
}

/** What is declared of an entry; undefined where that is not managed. */
export type Gift = Permissions | undefined;

const what = fc.nat(99);
const mostly = (often: number) => fc.nat(often).map((number) => number > 0);
const given = fc.constantFrom<Permissions>(
  "default",
  [],
  ["read_jobs"],
  ["admin_packages", "read_jobs"],
  ["admin_repositories", "read_packages"],
);
const gift = fc.option(given, { nil: undefined, freq: 3 });
const mentions = fc.array(fc.record({ what, form: fc.nat(2), reachable: mostly(6), gift }), { maxLength: 4 });
const setting = fc.option(fc.boolean(), { nil: undefined, freq: 1 });

const program = fc
  .record({
    projects: fc.option(mentions, { nil: undefined, freq: 4 }),
    groups: fc.option(mentions, { nil: undefined, freq: 4 }),
    enabled: fc.option(fc.boolean(), { nil: undefined, freq: 2 }),
    replaceExisting: mostly(3),
    namesItself: fc.boolean(),
    preset: fc.option(given, { nil: undefined, freq: 1 }),
    push: fc.tuple(setting, setting),
    isPlain: fc.boolean(),
    crowd: fc.constant({ from: 0, count: 0 }),
  })
  .map(({ isPlain, ...it }): Program => (isPlain ? plain(it) : it))
  .map((it): Program => (it.projects === undefined && it.groups === undefined ? { ...it, projects: [] } : it));

/** Permissions and pushes are not managed. */
function plain(program: Program): Program {
  const bare = (list: readonly Mention[] | undefined) => list?.map((one) => ({ ...one, gift: undefined }));
  const { projects, groups } = program;
  return {
    ...program,
    projects: bare(projects),
    groups: bare(groups),
    preset: undefined,
    push: [undefined, undefined],
  };
}

/** Mostly those that take no time: the client waits before it repeats what it may repeat. */
const fault = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom<Fault>(
      { kind: "status", status: 403 },
      { kind: "status", status: 500 },
      { kind: "status", status: 500, acts: true },
      { kind: "status", status: 400 },
      { kind: "html", acts: true },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<Fault>({ kind: "resetBefore" }, { kind: "resetAfter" }) },
);
const where = fc.constantFrom(
  { method: "POST", path: /\/allowlist/ },
  { method: "POST", path: /groups_allowlist/ },
  { method: "GET", path: /\/allowlist/ },
  { method: "GET", path: /groups_allowlist/ },
  { method: "POST", path: /\/allowlist/ },
  { method: "POST", path: /groups_allowlist/ },
  { method: "DELETE", path: /\/allowlist/ },
  { method: "DELETE", path: /groups_allowlist/ },
  { method: "PATCH", path: /job_token_scope$/ },
  { method: "GET", path: /job_token_scope$/ },
  { method: "GET", path: /^\/api\/v4\/(projects|groups)\/[^/?]+(\?|$)/ },
);
const restRule = fc
  .record({ where, fault, after: fc.nat(2), times: fc.constantFrom(1, 1, 2, 50) })
  .map(({ where: at, ...rest }): FaultRule => ({ ...at, ...rest }));

const rule = fc.oneof({ weight: 2, arbitrary: restRule }, { weight: 1, arbitrary: graphqlRule });

const manualChange = fc.record({
  after: fc.option(fc.nat(12), { nil: undefined }),
  change: fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("add" as const, "remove" as const), what }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("permit" as const), what, gift: given }) },
    { weight: 1, arbitrary: fc.constant({ do: "toggle" as const }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("sight" as const), what }) },
  ),
});

const run: fc.Arbitrary<Run> = fc.record({
  program,
  refreshed: fc.boolean(),
  by: mostly(15).map((usual) => (usual ? "maintainer" : "developer")),
  concurrency: fc.constantFrom(1, 1, 3, 10),
  faults: fc.array(rule, { maxLength: 2 }),
  manualChanges: fc.oneof(fc.constant([]), fc.array(manualChange, { maxLength: 3 })),
});
const calm = run.map((it): Run => ({ ...it, by: "maintainer", faults: [], manualChanges: [] }));

export const listHistory: fc.Arbitrary<ListHistory> = fc.record({
  before: fc.array(fc.record({ what, gift: given }), { maxLength: 4 }),
  push: fc.tuple(fc.boolean(), fc.boolean()),
  closed: mostly(3),
  runs: fc.tuple(fc.oneof(calm, run), fc.array(run, { maxLength: 2 })).map(([first, more]) => [first, ...more]),
});

/** A list that holds almost the 200 entries that GitLab takes, of a crowd that changes by a few from run to run. */
export const fullListHistory: fc.Arbitrary<ListHistory> = fc
  .tuple(
    listHistory,
    fc.array(fc.record({ from: fc.nat(4), count: fc.integer({ min: 193, max: 195 }) }), { minLength: 3, maxLength: 3 }),
  )
  .map(([history, crowds]) => ({
    ...history,
    runs: history.runs.map((run, index) => ({ ...run, program: withCrowd(run.program, crowds[index]) })),
  }));

function withCrowd(program: Program, crowd: Program["crowd"] = { from: 0, count: 0 }): Program {
  return { ...program, projects: program.projects ?? [], crowd };
}
