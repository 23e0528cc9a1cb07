import fc from "fast-check";
import type { ImportedList } from "../../../../cli/import/estate";
import { shardsOf, shared } from "../../../../cli/import/shards";

const list = (path: string): ImportedList => ({ id: 1, path, enabled: true, projects: [], groups: [], pushes: [] });
const lists = (...paths: readonly string[]) => paths.map(list);
const pathsOf = (shards: readonly { readonly stack: string; readonly lists: readonly ImportedList[] }[]) =>
  Object.fromEntries(shards.map(({ stack, lists: of }) => [stack, of.map(({ path }) => path)]));

it("gives names of their own to groups that come out alike, also where one has a number", () => {
  expect(Object.keys(pathsOf(shardsOf(lists("a/b/p", "a/b-2/p", "a-b/p", "a/p1", "a/p2"), 1)))).toEqual([
    "a",
    "a-b",
    "a-b-2",
    "a-b-2-2",
  ]);
});

it("knows a stack by the group that it is called after, also with a number or in another case", () => {
  const standing = [
    { stack: "a-b", paths: ["a-b/p"] },
    { stack: "a-b-2", paths: ["A/b/c/p"] },
  ];
  expect(pathsOf(shared(lists("a/B/x", "a-b/y"), standing))).toEqual({ "a-b": ["a-b/y"], "a-b-2": ["a/B/x"] });
});

it("knows a stack that somebody has called otherwise by what all of its projects share", () => {
  const standing = [{ stack: "payments", paths: ["a/b/c/p", "a/b/d/q"] }];
  expect(pathsOf(shared(lists("a/b/x", "a/x"), standing))).toEqual({ payments: ["a/b/x"], a: ["a/x"] });
});

it("makes beside the stacks of a group a stack for its next group", () => {
  const standing = [
    { stack: "a-b-x", paths: ["a/b/x/p"] },
    { stack: "a-b-y", paths: ["a/b/y/p"] },
  ];
  expect(pathsOf(shared(lists("a/b/z/p", "a/b/p"), standing))).toEqual({ "a-b": ["a/b/p"], "a-b-z": ["a/b/z/p"] });
});

it("whatever comes, each list goes to one stack, no stack is called twice, and none takes new groups past the limit", () => {
  const MOST = 4;
  const groups = ["a", "a/b", "a/b/c", "a/b/d", "a-b", "a/b-2", "Z", "z/q/r/s"];
  const estate = fc.uniqueArray(fc.tuple(fc.constantFrom(...groups), fc.nat(9)), {
    selector: ([group, index]) => `${group}/p${index}`.toLowerCase(),
    maxLength: 40,
  });
  fc.assert(
    fc.property(estate, fc.nat(40), (all, known) => {
      const every = all.map(([group, index]) => list(`${group}/p${index}`));
      const first = shardsOf(every.slice(0, known), MOST);
      const standing = first.map(({ stack, lists: of }) => ({ stack, paths: of.map(({ path }) => path) }));
      const later = every.slice(known);
      const shares = shared(later, standing, MOST);

      expect(shares.flatMap((share) => share.lists).sort()).toHaveLength(later.length);
      expect(new Set(shares.flatMap((share) => share.lists))).toEqual(new Set(later));
      expect(new Set(shares.map(({ stack }) => stack)).size).toBe(shares.length);
      for (const { stack, lists: of } of shares) {
        const before = standing.find((one) => one.stack === stack)?.paths ?? [];
        const parents = new Set(
          [...before, ...of.map(({ path }) => path)].map((path) =>
            path.toLowerCase().split("/").slice(0, -1).join("/"),
          ),
        );
        if (before.length === 0 && of.length > MOST) expect(parents.size).toBe(1);
      }
    }),
  );
});
