import { coveringGroups } from "../../../../../provider/resources/job-token-allowlist/covering-groups";

const below = (group: string, count: number) => Array.from({ length: count }, (_, index) => `${group}/p${index}`);

describe("groups that cover most", () => {
  it("are the largest below the top first, and three at most", () => {
    const paths = [...below("acme/apps", 5), ...below("acme/libs", 9), ...below("acme/x", 2), ...below("acme/y", 3)];

    expect(coveringGroups(paths)).toEqual([
      { group: "acme/libs", count: 9 },
      { group: "acme/apps", count: 5 },
      { group: "acme/y", count: 3 },
    ]);
  });

  it("count all that is below them, in whatever case, and the narrowest where two hold as many", () => {
    expect(coveringGroups([...below("acme/apps/web", 2), ...below("ACME/Apps/api", 2)])).toEqual([
      { group: "acme/apps", count: 4 },
    ]);
    expect(coveringGroups(below("acme/apps/web", 3))).toEqual([{ group: "acme/apps/web", count: 3 }]);
  });

  it("are a top-level group only where nothing narrower holds two", () => {
    expect(coveringGroups(["acme/a", "acme/b", "acme/apps/c"])).toEqual([{ group: "acme", count: 3 }]);
  });

  it("are none for ids, and for paths that share nothing", () => {
    expect(coveringGroups(["1", "2", "a/x", "b/x"])).toEqual([]);
  });
});
