import { UserError } from "../../../../../provider/domain/user-error";
import { failureOf, house, incomplete, KEY, outs, PATHS, state, TEXT, wanted } from "./door";

describe("create", () => {
  it("gives the id as a text and complete outputs", async () => {
    const { hooks, doors } = house(PATHS);

    expect(await hooks.create(wanted)).toEqual({ id: "12:7", outs });
    expect([...doors]).toEqual([["12:7", true]]);
  });

  it("records what exists although not all went well, with all that a later delete needs", async () => {
    const { hooks } = house(PATHS, { changes: { converge: incomplete } });
    const failure = await failureOf(hooks.create(wanted));

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ name: "PartialFailure", id: "12:7", reasons: ["It stays closed."] });
    expect(failure).toHaveProperty("properties", { ...outs, open: false, __provider: TEXT });
  });
});

describe("update", () => {
  it("uses the ids of the state where the address is the same text", async () => {
    const { hooks, doors, lookups } = house();

    expect(await hooks.update("12:7", state, { ...wanted, project: "ACME/billing", open: false })).toEqual({
      outs: { ...outs, project: "ACME/billing", open: false },
    });
    expect([...doors]).toEqual([["12:7", false]]);
    expect(lookups).toEqual([]);
  });

  it("looks up an address whose text changed", async () => {
    const { hooks, lookups } = house(PATHS);

    expect(await hooks.update("12:7", state, { ...wanted, guest: "platform-2" })).toEqual({
      outs: { ...outs, guest: "platform-2" },
    });
    expect(lookups).toEqual(["group platform-2"]);
  });

  it("writes the new address of a GitLab that was renamed", async () => {
    const { hooks } = house(PATHS, { env: { GITLAB_CI_ACCESS_RENAMED_FROM: "https://gitlab.old.example" } });
    const old = { ...state, __origin: "https://gitlab.old.example" };

    expect(await hooks.update("12:7", old, wanted)).toEqual({ outs });
  });

  it("refuses the state of another GitLab before it touches anything", async () => {
    const { hooks, doors } = house(PATHS);

    await expect(hooks.update("12:7", { ...state, __origin: "https://gitlab.old.example" }, wanted)).rejects.toThrow(
      "Nothing was touched",
    );
    expect(doors.size).toBe(0);
  });

  it("records what exists although not all went well", async () => {
    const { hooks } = house(PATHS, { changes: { converge: incomplete } });

    expect(await failureOf(hooks.update("12:7", state, wanted))).toMatchObject({
      id: "12:7",
      properties: { projectId: "12", open: false, __provider: TEXT },
      reasons: ["It stays closed."],
    });
  });
});

describe("read", () => {
  it("gives what GitLab holds, as outputs and as inputs", async () => {
    const { hooks, doors } = house();
    doors.set("12:7", false);

    expect(await hooks.read("12:7", state)).toEqual({
      id: "12:7",
      props: { ...outs, open: false },
      inputs: { project: "acme/billing", guest: "platform", open: false, __key: KEY },
    });
  });

  it("gives nothing, not even an id, where it is gone", async () => {
    expect(await house().hooks.read("12:7", state)).toEqual({});
  });

  it("refuses to read by the id alone", async () => {
    await expect(house().hooks.read("12:7", {})).rejects.toThrow("A Door can't be read by its id alone");
  });

  it("refuses the state of another GitLab", async () => {
    await expect(house().hooks.read("12:7", { ...state, __origin: "https://gitlab.old.example" })).rejects.toThrow(
      "Nothing was touched",
    );
  });
});
