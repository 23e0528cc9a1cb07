import { cap, UserError } from "../../../../provider/domain/user-error";
import {
  AnswerError,
  isNotFound,
  isRefusal,
  isUnauthorized,
  isUnsettled,
  LostAnswerError,
  UnsentError,
} from "../../../../provider/http/errors";

const SECRET = "hunter2";
const failure = { summary: "GET /user failed", message: "Could not read the user.", secrets: [SECRET] };
const answered = (status: number) => new AnswerError({ ...failure, status, isGitLabs: true });

describe.each([
  ["UserError", (more: object) => new UserError({ ...failure, ...more })],
  ["AnswerError", (more: object) => new AnswerError({ ...failure, ...more, status: 403, isGitLabs: true })],
  ["UnsentError", (more: object) => new UnsentError({ ...failure, ...more })],
  ["LostAnswerError", (more: object) => new LostAnswerError({ ...failure, ...more })],
])("a %s", (name, make) => {
  it("is an error of its name", () => {
    expect(make({})).toBeInstanceOf(UserError);
    expect(make({}).name).toBe(name);
  });

  it("is redacted when it is made, message and stack", () => {
    const token = ["glpat", "Ab3_dE-4".repeat(3)].join("-");
    const error = make({ message: `${SECRET} and ${token} failed`, summary: `GET /user?x=${SECRET} with ${token}` });

    expect(error.message).toBe("[redacted] and [redacted] failed");
    expect(error.stack).toBe("GET /user?x=[redacted] with [redacted]");
  });

  it("has a stack of one line, its summary", () => {
    expect(make({}).stack).toBe("GET /user failed");
  });

  it("stays one line of stack where the summary has several", () => {
    expect(make({ summary: "one\ntwo\r\nthree" }).stack).toBe("one two three");
  });

  it("prints as the beginning of a sentence, because Pulumi puts the stack behind it", () => {
    expect(`${make({})}: ${make({}).stack}`).toBe("A step failed, and its error says what to do: GET /user failed");
  });

  it("is capped, so that it can't block the engine's connection", () => {
    const { message } = make({ message: `${"x".repeat(100_000)}` });

    expect(message.length).toBeLessThanOrEqual(2_000);
    expect(message).toMatch(/^x+ … \(\d+ more characters\)$/);
  });

  it("is redacted before it is capped, so that no half of a secret stays at the end", () => {
    for (let before = 1_900; before < 2_010; before += 1) {
      expect(make({ message: `${" ".repeat(before)}${SECRET}${"x".repeat(200)}` }).message).not.toContain("hun");
    }
  });

  it("keeps its cause", () => {
    const cause = new Error("socket hang up");

    expect(make({ cause }).cause).toBe(cause);
    expect("cause" in make({})).toBe(false);
  });

  it("has no numeric code, which the engine would take for a status of its own", () => {
    expect("code" in make({})).toBe(false);
  });
});

describe("an AnswerError", () => {
  it("knows GitLab's status", () => {
    expect(answered(418).status).toBe(418);
  });
});

describe("cap", () => {
  it("leaves a text that fits alone", () => {
    expect(cap("x".repeat(2_000))).toBe("x".repeat(2_000));
  });

  it("says how much is missing", () => {
    const capped = cap("x".repeat(3_000));
    const [, missing] = /(\d+) more characters/.exec(capped) ?? [];

    expect((capped.match(/x/g) ?? []).length + Number(missing)).toBe(3_000);
  });

  it("changes nothing the second time", () => {
    const once = cap("x".repeat(3_000));

    expect(cap(once) === once).toBe(true);
  });
});

describe("the kind of a failure", () => {
  const lost = new LostAnswerError(failure);
  const unsent = new UnsentError(failure);
  const others = [new Error("x"), new UserError(failure), unsent, undefined, null, "404", { status: 404 }];

  it("is 'not found' for an answered 404 only", () => {
    expect(isNotFound(answered(404))).toBe(true);
    expect([answered(403), answered(400), lost, ...others].filter(isNotFound)).toEqual([]);
  });

  it("is none of GitLab's where something else answered", () => {
    const answeredFor = (status: number) => new AnswerError({ ...failure, status, isGitLabs: false });

    expect([isNotFound(answeredFor(404)), isUnauthorized(answeredFor(401))]).toEqual([false, false]);
    expect([isNotFound(answered(404)), isUnauthorized(answered(401))]).toEqual([true, true]);
  });

  it("is a refusal that may mean 'already so' for 400, 409 and 422 only", () => {
    expect([400, 401, 403, 404, 409, 422, 429, 500].filter((status) => isRefusal(answered(status)))).toEqual([
      400, 409, 422,
    ]);
    expect([lost, ...others].filter(isRefusal)).toEqual([]);
  });

  it("is unsettled where GitLab may have acted: a lost answer and a gateway's 5xx", () => {
    expect([400, 404, 429, 500, 502, 503, 504].filter((status) => isUnsettled(answered(status)))).toEqual([
      500, 502, 503, 504,
    ]);
    expect(isUnsettled(lost)).toBe(true);
    expect(others.filter(isUnsettled)).toEqual([]);
  });
});
