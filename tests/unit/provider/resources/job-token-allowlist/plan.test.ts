import fc from "fast-check";
import { type Entry, mayReplace, nextStep } from "../../../../../provider/resources/job-token-allowlist/plan";

const LIMIT = 3;
const group = (path: string): Entry => ({ kind: "group", id: path, path });
const project = (path: string): Entry => ({ kind: "project", id: path, path });

describe("the next step", () => {
  it("adds all that is missing where there is room", () => {
    const missing = [project("a/x"), group("b")];

    expect(nextStep({ present: [project("a/y")], missing, surplus: [project("a/y")] }, LIMIT)).toEqual({
      add: [group("b"), project("a/x")],
      remove: [],
    });
  });

  it("makes exactly as much room as is needed in a full list", () => {
    const surplus = [project("a/1"), project("a/2"), project("a/3")];

    expect(nextStep({ present: surplus, missing: [project("a/x")], surplus }, LIMIT)).toEqual({
      add: [],
      remove: [project("a/1")],
    });
  });

  it("makes room with what nothing missing stands for", () => {
    const surplus = [group("b/c"), group("d"), group("e")];

    expect(nextStep({ present: surplus, missing: [group("b")], surplus }, LIMIT).remove).toEqual([group("d")]);
  });

  it("makes room with what a missing group stands for only where there is nothing else, and one at a time", () => {
    const surplus = [group("b/1"), group("b/2")];

    const present = [...surplus, group("stays")];
    expect(nextStep({ present, missing: [group("b")], surplus }, LIMIT).remove).toEqual([group("b/1")]);
  });

  it("is none where nothing may leave a full list", () => {
    const present = [project("a/1"), project("a/2"), project("a/3")];

    expect(nextStep({ present, missing: [project("a/x")], surplus: [] }, LIMIT)).toEqual({ add: [], remove: [] });
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

describe("the way from any list to any other", () => {
  const paths = ["a", "a/b", "a/c", "d", "d/e"];
  const entry = fc.oneof(
    fc.constantFrom(...paths).map(group),
    fc.constantFrom(...paths, "f").map((path) => project(`${path}/x`)),
  );
  const list = fc
    .uniqueArray(entry, { selector: ({ kind, id }) => `${kind} ${id}` })
    .filter((entries) =>
      ["group", "project"].every((kind) => entries.filter((it) => it.kind === kind).length <= LIMIT),
    );
  const isIn = (entries: readonly Entry[], { kind, id }: Entry) =>
    entries.some((it) => it.kind === kind && it.id === id);

  /** Every content of the list on the way. */
  function way(before: readonly Entry[], wanted: readonly Entry[]): (readonly Entry[])[] {
    const states = [before];
    for (let present = before; ; ) {
      const missing = wanted.filter((it) => !isIn(present, it));
      const surplus = present.filter((it) => !isIn(wanted, it));
      if (missing.length === 0) return [...states, wanted];
      const { add, remove } = nextStep({ present, missing, surplus }, LIMIT);
      if (add.length + remove.length === 0) throw new Error("stuck");
      present = [...present.filter((it) => !isIn(remove, it)), ...add];
      states.push(present);
    }
  }

  it("ends, keeps what stays, and never exceeds the limit", () => {
    fc.assert(
      fc.property(list, list, (before, wanted) => {
        for (const present of way(before, wanted)) {
          expect(before.filter((it) => isIn(wanted, it)).every((it) => isIn(present, it))).toBe(true);
          for (const kind of ["group", "project"])
            expect(present.filter((it) => it.kind === kind).length).toBeLessThanOrEqual(LIMIT);
        }
      }),
    );
  });

  it("never interrupts an access that exists before and after, where there is room", () => {
    const opens = (entries: readonly Entry[], path: string) =>
      isIn(entries, project(path)) || entries.some((it) => it.kind === "group" && path.startsWith(`${it.path}/`));
    const fits = (entries: readonly Entry[]) =>
      ["group", "project"].every((kind) => entries.filter((it) => it.kind === kind).length <= LIMIT);
    fc.assert(
      fc.property(list, list, (before, wanted) => {
        fc.pre(fits([...before, ...wanted.filter((it) => !isIn(before, it))]));
        const callers = paths.map((path) => `${path}/x`);
        for (const caller of callers.filter((path) => opens(before, path) && opens(wanted, path)))
          expect(way(before, wanted).every((present) => opens(present, caller))).toBe(true);
      }),
    );
  });
});
