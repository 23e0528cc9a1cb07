import fc from "fast-check";
import { nearestEntry, type Origin, originAt } from "../../../../../provider/domain/access/decision";
import type { Permissions } from "../../../../../provider/domain/permissions";
import {
  type Entry,
  isOther,
  keyOf,
  mayReplace,
  nextStep,
  removable,
  type Situation,
} from "../../../../../provider/resources/job-token-allowlist/plan";

const LIMIT = 3;
const group = (path: string, permissions?: Permissions): Entry => ({ kind: "group", id: path, path, permissions });
const project = (path: string, permissions?: Permissions): Entry => ({ kind: "project", id: path, path, permissions });

function situation(of: Partial<Situation>): Situation {
  return { present: [], missing: [], lacking: [], changing: [], surplus: [], stuck: [], ...of };
}

describe("the next step", () => {
  it("adds all that is missing where there is room", () => {
    const missing = [project("a/x"), group("b")];
    const present = [project("a/y")];

    expect(nextStep(situation({ present, missing, surplus: present }), LIMIT)).toEqual({
      do: "add",
      entries: [group("b"), project("a/x")],
    });
  });

  it("adds the deepest first where a broader entry gives something else", () => {
    const missing = [group("a", "default"), group("a/b", ["read_jobs"]), project("a/b/x", ["read_jobs"])];

    expect(nextStep(situation({ missing }))).toEqual({ do: "add", entries: missing.slice(1) });
    expect(nextStep(situation({ present: missing.slice(1), missing: missing.slice(0, 1) }))).toEqual({
      do: "add",
      entries: missing.slice(0, 1),
    });
  });

  it("holds back a broader addition or change that would show through where a deeper addition failed", () => {
    const lacking = [project("a/x", ["read_jobs"])];
    const same = group("a", ["read_jobs"]);

    expect(nextStep(situation({ missing: [group("a")], lacking }))).toBeUndefined();
    expect(
      nextStep(situation({ present: [group("a", [])], changing: [group("a", "default")], lacking })),
    ).toBeUndefined();
    expect(nextStep(situation({ missing: [same], lacking }))).toEqual({ do: "add", entries: [same] });
  });

  it("makes exactly as much room as is needed in a full list", () => {
    const surplus = [project("a/1"), project("a/2"), project("a/3")];

    expect(nextStep(situation({ present: surplus, missing: [project("a/x")], surplus }), LIMIT)).toEqual({
      do: "remove",
      entries: [project("a/1")],
    });
  });

  it("makes room with what nothing missing stands for", () => {
    const surplus = [group("b/c"), group("d"), group("e")];

    expect(nextStep(situation({ present: surplus, missing: [group("b")], surplus }), LIMIT)?.entries).toEqual([
      group("d"),
    ]);
  });

  it.each([
    ["what a missing group stands for", [group("b/1"), group("b/2")], [group("b")]],
    ["what a missing group is part of", [group("b")], [group("b/1")]],
    ["what must stay", [], [group("c")]],
  ])("makes no room with %s: that takes two runs", (_, surplus, missing) => {
    const present = [...surplus, group("stays"), group("stays too"), group("and stays")].slice(0, LIMIT);

    expect(nextStep(situation({ present, missing, surplus }), LIMIT)).toEqual({ do: "give up", entries: missing });
  });
});

describe("what may be removed", () => {
  it("is the broadest first, where a wider or another entry would show through", () => {
    const [wide, narrow] = [group("a", "default"), project("a/x", ["read_jobs"])];

    expect(removable(situation({ present: [wide, narrow], surplus: [wide, narrow] }))).toEqual([wide]);
    expect(removable(situation({ present: [narrow], surplus: [narrow], stuck: [wide] }))).toEqual([]);
  });

  it("is all at once where all give the same; what nobody has asked for goes from the broadest down, and stays below what could not go", () => {
    const same = [group("a", []), project("a/x", [])];
    const unknown = [group("a"), project("a/x")];

    expect(removable(situation({ present: same, surplus: same }))).toEqual(same);
    expect(removable(situation({ present: unknown, surplus: unknown }))).toEqual([group("a")]);
    expect(removable(situation({ surplus: [project("a/x")], stuck: [group("a")] }))).toEqual([]);
    const hidden: Entry = { kind: "project", id: "9" };
    expect(removable(situation({ surplus: [group("a"), project("a/x"), project("b/x")], lacking: [hidden] }))).toEqual([
      project("b/x"),
    ]);
  });
});

describe("one entry for another", () => {
  it.each([
    ["a group for a project below it", group("acme"), project("Acme/apps/x"), true],
    ["a project for the group above it", project("acme/apps/x"), group("acme/apps"), true],
    ["a group for one below it", group("acme"), group("acme/apps"), true],
    ["a group for one whose name only begins like it", group("acme"), group("acme-labs"), false],
    ["a project for a project", project("acme/x"), project("acme/y"), false],
    ["a group for what has no known path", group("acme"), { kind: "project", id: "7" } as const, true],
    [
      "a project that could not be looked up for any",
      { ...project("acme/x"), isUnknown: true },
      project("acme/y"),
      true,
    ],
  ])("%s", (_name, one, other, may) => {
    expect(mayReplace(one, other)).toBe(may);
  });
});

/** What GitLab lets a caller do, as a set: nothing, cloning, and what permissions give. */
function reach(present: readonly Entry[], caller: Origin): ReadonlySet<string> {
  const listed = present.map(({ kind, id, permissions }) => ({ kind, name: id, permissions }));
  const entry = nearestEntry(listed, caller);
  if (entry === undefined) return new Set();
  const { permissions = "default" } = entry;
  return new Set(["clone", ...(permissions === "default" ? ["read_jobs", "read_packages", "all else"] : permissions)]);
}

interface Run {
  readonly wanted: readonly Entry[];
  /** The keys of entries on which GitLab refuses every change. */
  readonly refused: ReadonlySet<string>;
  readonly limit: number;
}

/** Every content of the list on the way, whatever the order in which GitLab carries out what is sent at the same time. */
function way(before: readonly Entry[], { wanted, refused, limit }: Run): (readonly Entry[])[] {
  const states = [before];
  const failed = new Set<string>();
  let present = before;
  const at = (key: string) => present.find((entry) => keyOf(entry) === key);
  const now = (): Situation => {
    const isNew = (entry: Entry) => !failed.has(keyOf(entry));
    const others = wanted.filter((entry) => isOther(at(keyOf(entry)) ?? entry, entry));
    const unwanted = present.filter((entry) => !wanted.some((one) => keyOf(one) === keyOf(entry)));
    const absent = wanted.filter((entry) => at(keyOf(entry)) === undefined);
    const stuck = [...unwanted, ...others].filter((entry) => !isNew(entry)).map((entry) => at(keyOf(entry)) ?? entry);
    return {
      present,
      missing: absent.filter(isNew),
      lacking: absent.filter((entry) => !isNew(entry)),
      changing: others.filter(isNew),
      surplus: unwanted.filter(isNew),
      stuck,
    };
  };
  const take = (entries: readonly Entry[], isRemoval: boolean) => {
    const done = entries.filter((entry) => !refused.has(keyOf(entry)));
    for (const entry of entries) if (refused.has(keyOf(entry))) failed.add(keyOf(entry));
    const from = present;
    for (const order of [done, done.toReversed()]) {
      present = from;
      for (const entry of order) {
        present = [...present.filter((one) => keyOf(one) !== keyOf(entry)), ...(isRemoval ? [] : [entry])];
        states.push(present);
      }
    }
  };
  for (let step = nextStep(now(), limit); step !== undefined; step = nextStep(now(), limit)) {
    if (step.do === "give up") for (const entry of step.entries) failed.add(keyOf(entry));
    else take(step.entries, step.do === "remove");
  }
  for (let next = removable(now()); next.length > 0; next = removable(now())) take(next, true);
  return states;
}

const VALUES: readonly (Permissions | undefined)[] = [undefined, [], ["read_jobs"], ["read_packages"], "default"];

/** All lists in which each target is absent or gives one of the values. */
function listsOf(targets: readonly Entry[], values: readonly (Permissions | undefined)[]): (readonly Entry[])[] {
  return targets.reduce<(readonly Entry[])[]>(
    (lists, target) =>
      lists.flatMap((list) =>
        values.map((permissions) => (permissions === undefined ? list : [...list, { ...target, permissions }])),
      ),
    [[]],
  );
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}

/** Returns the callers that lack on the way what they have before and after, or get what they have neither before nor after. */
function wronged(before: readonly Entry[], run: Run, callers: readonly Origin[]): Origin[] {
  const states = way(before, run);
  return callers.filter((caller) => {
    const [first, last] = [reach(before, caller), reach(run.wanted, caller)];
    const both = new Set([...first].filter((one) => last.has(one)));
    return states.some((present) => {
      const given = reach(present, caller);
      return !isWithin(both, given) || !isWithin(given, new Set([...first, ...last]));
    });
  });
}

const room = { refused: new Set<string>(), limit: 200 };

describe("on the way from any list to any other", () => {
  const three = [group("a"), group("a/b"), project("a/b/x")];
  const four = [group("a"), group("a/b"), group("a/b/c"), project("a/b/c/x")];
  const callers = ["a/b/c/x", "a/b/c/y", "a/b/x", "a/b/y", "a/y", "d/y"].map(originAt);

  it("nobody is shut out and nobody gets more, and the list comes out as declared", () => {
    const lists = listsOf(three, VALUES);
    for (const before of lists) {
      for (const wanted of lists) {
        const states = way(before, { wanted, ...room });
        if (JSON.stringify(byKey(states.at(-1) ?? [])) !== JSON.stringify(byKey(wanted)))
          throw new Error(`${JSON.stringify(before)} does not become ${JSON.stringify(wanted)}`);
        const found = wronged(before, { wanted, ...room }, callers);
        if (found.length > 0) throw new Error(JSON.stringify({ before, wanted, found }));
      }
    }
  });

  it("neither happens where GitLab refuses any of the changes", () => {
    const lists = listsOf(four, [undefined, ["read_jobs"], ["read_packages"]]);
    const refusals = listsOf(four, [undefined, []]).map((some) => new Set(some.map(keyOf)));
    for (const before of lists)
      for (const wanted of lists.filter((_, index) => (index + before.length) % 3 === 0))
        for (const refused of refusals) {
          const found = wronged(before, { wanted, refused, limit: 200 }, callers);
          if (found.length > 0) throw new Error(JSON.stringify({ before, wanted, refused: [...refused], found }));
        }
  });

  const paths = ["a", "a/b", "a/c", "d", "d/e"];
  const all = [...paths.map((path) => `${path}/x`), "a/b/y", "d/z"].map(originAt);
  const value = fc.constantFrom(...VALUES.filter((one) => one !== undefined));
  const entry = fc.oneof(
    fc.tuple(fc.constantFrom(...paths), value).map(([path, gift]) => group(path, gift)),
    fc.tuple(fc.constantFrom(...paths, "f"), value).map(([path, gift]) => project(`${path}/x`, gift)),
  );
  const list = fc
    .uniqueArray(entry, { selector: keyOf })
    .filter((entries) =>
      ["group", "project"].every((kind) => entries.filter((it) => it.kind === kind).length <= LIMIT),
    );

  it("both hold at the limit, too, and the limit is never exceeded", () => {
    fc.assert(
      fc.property(list, list, fc.uniqueArray(fc.constantFrom(...paths)), (before, wanted, some) => {
        const refused = new Set(some.map((path) => keyOf(group(path))));
        const run = { wanted, refused, limit: LIMIT };
        expect(wronged(before, run, all)).toEqual([]);
        for (const present of way(before, run))
          for (const kind of ["group", "project"])
            expect(present.filter((it) => it.kind === kind).length).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 2_000 },
    );
  });
});

function byKey(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
