import { refusal, UserError } from "../../../../../provider/domain/user-error";
import { type Door, failureOf, house, PATHS, state, wanted } from "./door";

describe("what a hook throws", () => {
  const throwing = (thrown: unknown): Partial<Door> => {
    const fail = () => Promise.reject(thrown);
    return { observe: fail, converge: fail, remove: fail };
  };

  describe.each([
    ["undefined", undefined, "undefined"],
    ["a string", "odd", "odd"],
    ["a defect", new TypeError("odd"), "odd"],
  ])("where something threw %s", (_name, thrown, said) => {
    it.each([
      ["create", (hooks: ReturnType<typeof house>["hooks"]) => hooks.create(wanted)],
      ["update", (hooks: ReturnType<typeof house>["hooks"]) => hooks.update("12:7", state, wanted)],
      ["read", (hooks: ReturnType<typeof house>["hooks"]) => hooks.read("12:7", state)],
      ["delete", (hooks: ReturnType<typeof house>["hooks"]) => hooks.delete("12:7", state)],
    ])("is an error that the engine can carry: %s", async (verb, call) => {
      const failure = await failureOf(call(house(PATHS, { changes: throwing(thrown) }).hooks));

      expect(failure).toBeInstanceOf(UserError);
      expect(failure).toMatchObject({
        message: expect.stringContaining(`${verb} of Door failed in pulumi-gitlab-ci-access itself: ${said}`),
        stack: `${verb} of Door failed`,
      });
      expect("code" in Object(failure)).toBe(false);
    });
  });

  it("is what was made for users, unchanged", async () => {
    const refused = refusal("no", "Not today.");

    expect(await failureOf(house(PATHS, { changes: throwing(refused) }).hooks.create(wanted))).toBe(refused);
  });

  it("is a failure in check, beside which Pulumi prints nothing, and an error in diff", async () => {
    const { hooks } = house(PATHS, {
      changes: {
        claim: () => {
          throw "odd";
        },
      },
    });

    const { failures } = await hooks.check({}, wanted);
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining("check of Door failed in") }]);
    expect(await failureOf(hooks.diff("12:7", state, wanted))).toMatchObject({ stack: "diff of Door failed" });
  });
});
