import { refusal, UserError } from "../../../../provider/domain/user-error";
import { Incomplete, PartialFailure, presentable } from "../../../../provider/engine/failures";

const reason = new UserError({ summary: "GET /x answered 500", message: "Could not look.", secrets: [] });

describe("a partial failure", () => {
  it("is what Pulumi's SDK looks for: an id, properties, and reasons, the only text that is shown", () => {
    const failure = new PartialFailure(reason, "12", { project: 12 });

    expect(failure).toMatchObject({ id: "12", properties: { project: 12 }, reasons: ["Could not look."] });
  });

  it("is the error that it came from, in one line of stack", () => {
    const failure = new PartialFailure(reason, "12", {});

    expect(failure).toBeInstanceOf(UserError);
    expect(failure.name).toBe("PartialFailure");
    expect(failure.message).toBe("Could not look.");
    expect(failure.stack).toBe("GET /x answered 500");
    expect(failure.cause).toBe(reason);
  });

  it("has its message for a stack where its cause has none", () => {
    const bare = refusal("s", "Could not look.");
    delete bare.stack;

    expect(new PartialFailure(bare, "12", {}).stack).toBe("Could not look.");
  });
});

describe("an incomplete step", () => {
  it("carries what was found and why", () => {
    const incomplete = new Incomplete({ enabled: false }, reason);

    expect(incomplete).toMatchObject({ found: { enabled: false }, reason, message: "Could not look.", cause: reason });
  });
});

describe("a refusal", () => {
  it("is a sentence with a label", () => {
    expect(refusal("newer state", "Update the package.")).toMatchObject({
      name: "UserError",
      message: "Update the package.",
      stack: "newer state",
    });
  });
});

describe("what is thrown", () => {
  it("stays as it is when it is made for users", () => {
    expect(presentable(reason, "create of Thing")).toBe(reason);
  });

  it.each([
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a string", "odd", "odd"],
    ["an object", { odd: 1 }, "[object Object]"],
  ])("becomes an error when it is %s, which Pulumi's SDK would never answer", (_name, thrown, said) => {
    const error = presentable(thrown, "create of Thing");

    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(
      `create of Thing failed in pulumi-gitlab-ci-access itself: ${said}. Please report this as a defect.`,
    );
    expect(error.stack).toBe("create of Thing failed");
    expect(error.cause).toBe(thrown);
  });

  it("keeps its message and its place in the code when it is a defect of ours", () => {
    const { message } = presentable(new TypeError("x is not a function"), "read of Thing");

    expect(message).toMatch(/itself: x is not a function at .*failures\.test\.ts:\d+:\d+\)?\. Please report/);
  });

  it("is told without a place where it has none", () => {
    const nowhere = new TypeError("odd");
    delete nowhere.stack;

    expect(presentable(nowhere, "read of Thing").message).toContain("itself: odd. Please report");
  });

  it("keeps a secret out of the message", () => {
    const token = ["glpat", "Ab3_dE-4".repeat(3)].join("-");

    expect(presentable(new Error(`bad ${token}`), "read of Thing").message).toContain("itself: bad [redacted] at");
  });
});
