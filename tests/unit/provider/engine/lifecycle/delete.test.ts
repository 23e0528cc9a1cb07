import { house, PATHS, state, TEXT, UNKNOWN, wanted } from "./door";

describe("delete", () => {
  const there = () => {
    const home = house(PATHS);
    home.doors.set("12:7", true);
    return home;
  };

  it("takes away what nobody declares, as in a destroy", async () => {
    const { hooks, doors } = there();
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(0);
  });

  it("takes away what was declared before a refresh: that declares nothing", async () => {
    const { hooks, doors } = there();
    await hooks.read("12:7", state);
    await hooks.diff("12:7", state, wanted);
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(0);
  });

  it.each([
    ["under another key, as after a rename in the program", { __key: "bbbbbbbbbbbb" }],
    ["under the same key, as with --replace", {}],
    ["by id", { project: 12, guest: 7, __key: "bbbbbbbbbbbb" }],
    ["under another path of the same project", { project: "acme/renamed", __key: "bbbbbbbbbbbb" }],
  ])("leaves alone what is still declared %s", async (_name, other) => {
    const { hooks, doors } = there();
    const { inputs } = await hooks.check({}, { ...wanted, ...other });
    await hooks.create({ ...inputs, __provider: TEXT });
    await hooks.delete("12:7", state);

    expect([...doors]).toEqual([["12:7", true]]);
  });

  it("leaves alone what is declared and was not created yet", async () => {
    const { hooks, doors } = there();
    await hooks.check({}, { ...wanted, __key: "bbbbbbbbbbbb" });
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(1);
  });

  it("leaves alone what is declared and unchanged", async () => {
    const { hooks, doors } = there();
    await hooks.check({}, wanted);
    await hooks.diff("12:7", state, wanted);
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(1);
  });

  it("takes away what its declaration has left for another project", async () => {
    const { hooks, doors } = there();
    const moved = { ...wanted, project: "acme/other" };
    await hooks.check({}, moved);
    await hooks.diff("12:7", state, moved);
    await hooks.create(moved);
    await hooks.delete("12:7", state);

    expect([...doors]).toEqual([["13:7", true]]);
  });

  it("takes away what is replaced, also where Pulumi deletes before it creates", async () => {
    const { hooks, doors } = there();
    const moved = { ...wanted, project: "acme/other" };
    await hooks.check({}, moved);
    await hooks.diff("12:7", state, moved);
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(0);
  });

  it("is not held up by a declaration that is not known yet", async () => {
    const { hooks, doors } = there();
    await hooks.check({}, { ...wanted, project: UNKNOWN });
    await hooks.delete("12:7", state);

    expect(doors.size).toBe(0);
  });

  it("refuses the state of another GitLab before it touches anything", async () => {
    const { hooks, doors } = there();

    await expect(hooks.delete("12:7", { ...state, __origin: "https://gitlab.old.example" })).rejects.toThrow(
      "Nothing was touched",
    );
    expect(doors.size).toBe(1);
  });
});
