import { failureOf, house, PATHS, state, UNKNOWN, wanted } from "./door";

describe("diff", () => {
  const changes = (news: object, olds: object = state) =>
    house(PATHS).hooks.diff("12:7", { ...olds }, { ...wanted, ...news });

  it.each([
    ["nothing", {}, false, []],
    ["the key alone", { __key: "bbbbbbbbbbbb" }, false, []],
    ["the text alone", { __provider: "another" }, false, []],
    ["the case of a path", { project: "Acme/Billing" }, false, []],
    ["a value", { open: false }, true, []],
    ["a value that comes", { note: "x" }, true, []],
    ["a value that is not known yet", { open: UNKNOWN }, true, []],
    ["a path, for the same project", { project: "acme/renamed" }, true, []],
    ["a path, for its id", { project: 12 }, true, []],
    ["a path, for another project", { project: "acme/other" }, true, ["project"]],
    ["an id, for another project", { project: 99 }, true, ["project"]],
    ["a group, for another one", { guest: 99 }, true, ["guest"]],
    ["both addresses", { project: 99, guest: 99 }, true, ["project", "guest"]],
    ["an address to one that is not known yet", { project: UNKNOWN }, true, ["project"]],
  ])("of %s", async (_name, news, changed, replaces) => {
    expect(await changes(news)).toEqual({ changes: changed, replaces });
  });

  it("of a value that goes is a change", async () => {
    expect(await changes({}, { ...state, note: "x" })).toEqual({ changes: true, replaces: [] });
  });

  it("looks up only the address whose text changed, and one that is unknown not at all", async () => {
    const { hooks, lookups } = house(PATHS);

    await hooks.diff("12:7", state, wanted);
    await hooks.diff("12:7", state, { ...wanted, open: false });
    await hooks.diff("12:7", state, { ...wanted, guest: UNKNOWN });
    expect(lookups).toEqual([]);

    await hooks.diff("12:7", state, { ...wanted, project: "acme/renamed" });
    expect(lookups).toEqual(["project acme/renamed"]);
  });

  it("is an error, never a replacement, where the look-up fails", async () => {
    await expect(changes({ project: "acme/gone" })).rejects.toThrow("404 for acme/gone");
  });

  it("is an error where the look-up takes too long: diffs run one after the other", async () => {
    jest.useFakeTimers();
    try {
      const { hooks } = house(PATHS, { lookup: () => new Promise(() => {}) });
      const work = failureOf(hooks.diff("12:7", state, { ...wanted, project: "acme/renamed" }));
      await jest.advanceTimersByTimeAsync(15_000);

      expect(await work).toMatchObject({
        message: expect.stringContaining('"acme/renamed" could not be looked up within 15 s'),
      });
    } finally {
      jest.useRealTimers();
    }
  });

  it("refuses the state of another GitLab", async () => {
    await expect(changes({}, { ...state, __origin: "https://gitlab.old.example" })).rejects.toThrow(
      "This resource belongs to the GitLab at https://gitlab.old.example",
    );
  });

  it("is a change where the state's GitLab was renamed, so that the state learns the new address", async () => {
    const env = { GITLAB_CI_ACCESS_RENAMED_FROM: "https://gitlab.old.example" };
    const { hooks } = house(PATHS, { env });

    expect(await hooks.diff("12:7", { ...state, __origin: "https://gitlab.old.example" }, wanted)).toEqual({
      changes: true,
      replaces: [],
    });
  });
});
