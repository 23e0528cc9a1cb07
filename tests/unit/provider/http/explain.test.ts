import { AnswerError, LostAnswerError, UnsentError } from "../../../../provider/http/errors";
import {
  answerError,
  type Circumstances,
  connectionError,
  isHtml,
  requestLine,
  unusableAnswer,
  webPageProblem,
} from "../../../../provider/http/explain";
import { answer, fault, html, json, ORIGIN } from "./scripted-gitlab";

const about: Circumstances = {
  purpose: { action: "read the switch of project 12", needs: "the Maintainer role in project 12" },
  exchange: { method: "GET", url: `${ORIGIN}/api/v4/projects/12/job_token_scope`, headers: {} },
  origin: ORIGIN,
  addressSource: "the configuration gitlab:baseUrl",
  tokenSource: "ACME_TOKEN",
  secrets: ["hunter2"],
};
const LINE = "GET /projects/12/job_token_scope";

describe("whether an answer is GitLab's own", () => {
  it.each([
    [404, { message: "404 Project Not Found" }, true],
    [404, { message: "404 Not found" }, true],
    [404, { error: "404 Not Found" }, false],
    [404, { message: "Not Found" }, false],
    [404, { message: "4040" }, false],
    [404, { status: 404 }, false],
    [404, { message: { project: ["404 "] } }, false],
    [401, { message: "401 Unauthorized" }, true],
    [401, { error: "invalid_token", error_description: "Token was revoked." }, true],
    [401, { message: "Unauthorized" }, false],
    [401, { error: "unauthorized" }, false],
    [404, { error: "invalid_token" }, false],
  ])("for %d with %j is %s", (status, body, is) => {
    expect(answerError(json(body, {}, status), about).isGitLabs).toBe(is);
  });
});

describe("an answer that is no success", () => {
  it("is told as what was tried, GitLab's status and words, the request, and the next step", () => {
    const error = answerError(json({ message: "403 Forbidden" }, {}, 403), about);

    expect(error).toBeInstanceOf(AnswerError);
    expect(error.status).toBe(403);
    expect(error.stack).toBe(`${LINE} answered 403`);
    expect(error.message).toBe(
      `Could not read the switch of project 12: GitLab answered 403 "403 Forbidden" (${LINE}). ` +
        "The user of the token from ACME_TOKEN may not do this. It needs the Maintainer role in project 12: " +
        "an owner can grant the role under Manage → Members.",
    );
  });

  it.each([
    [
      "401",
      json({ message: "401 Unauthorized" }, {}, 401),
      "GitLab did not accept the token from ACME_TOKEN: make a new one at",
    ],
    [
      "401 for an expired token",
      json({ error: "invalid_token", error_description: "Token is expired." }, {}, 401),
      "did not accept the token from ACME_TOKEN (expired)",
    ],
    [
      "401 for a revoked token",
      json({ error: "invalid_token", error_description: "Token was revoked." }, {}, 401),
      "did not accept the token from ACME_TOKEN (revoked)",
    ],
    ["401, where to make a token", answer(401), `${ORIGIN}/-/user_settings/personal_access_tokens`],
    [
      "403 for a role",
      json({ message: "403 Forbidden" }, {}, 403),
      "may not do this. It needs the Maintainer role in project 12",
    ],
    [
      "403 for a scope",
      json({ error: "insufficient_scope", scope: "api read_api" }, {}, 403),
      "The token from ACME_TOKEN lacks a scope (api read_api): use one with the api scope.",
    ],
    [
      "404",
      json({ message: "404 Project Not Found" }, {}, 404),
      `It does not exist, or the token from ACME_TOKEN can't see it. The GitLab at ${ORIGIN} was asked. This needs the Maintainer role in project 12.`,
    ],
    [
      "404 of something in front of GitLab",
      json({ message: "no Route matched with those values" }, {}, 404),
      "This 404 is not GitLab's own",
    ],
    ["404 of a router that knows no such path", json({ error: "404 Not Found" }, {}, 404), "too old for it"],
    ["429", answer(429, {}, "Retry later"), 'answered 429 "Retry later"'],
    [
      "429, what to do",
      answer(429),
      "rate limit did not let it through in time: run it again later, or ask an administrator",
    ],
    ["500", json({ message: "500 Internal Server Error" }, {}, 500), "a fault of GitLab or of what stands before it"],
    ["503", answer(503), "run `pulumi up` again"],
    ["400", json({ error: "target_project_id is invalid" }, {}, 400), '400 "target_project_id is invalid" ('],
    ["400, what it needs", answer(400), "This needs the Maintainer role in project 12."],
    [
      "a web page",
      html(502),
      "The address, which comes from the configuration gitlab:baseUrl, seems to lead to a login page",
    ],
    [
      "a redirect",
      answer(302, { location: "https://login.acme.example/" }),
      `${ORIGIN} redirects to https://login.acme.example/. Set the address, which comes from the configuration gitlab:baseUrl`,
    ],
    ["a redirect to nowhere", answer(301), `${ORIGIN} redirects to nowhere.`],
  ])("explains %s", (_name, given, said) => {
    expect(answerError(given, about).message).toContain(said);
  });

  it.each([
    ["a message", { message: "403 Forbidden" }, '"403 Forbidden"'],
    ["an error", { error: "scope is missing" }, '"scope is missing"'],
    [
      "an error with a description",
      { error: "invalid_token", error_description: "Token is expired." },
      '"invalid_token: Token is expired."',
    ],
    ["a message of fields", { message: { base: ["is full"] } }, '"{"base":["is full"]}"'],
    ["a message that is null", { message: null, error: "odd" }, '"odd"'],
  ])("gives GitLab's words from %s", (_name, body, words) => {
    expect(answerError(json(body, {}, 400), about).message).toContain(`GitLab answered 400 ${words} (${LINE})`);
  });

  it.each([
    ["nothing", ""],
    ["an empty object", "{}"],
    ["a page of HTML", "<html><body>Bad gateway</body></html>"],
    ["a long text", "x".repeat(200)],
  ])("gives no words where there is %s", (_name, text) => {
    expect(answerError(answer(400, {}, text), about).message).toContain(`GitLab answered 400 (${LINE})`);
  });

  it("gives a short text as it is", () => {
    expect(answerError(answer(429, {}, " Retry later\n"), about).message).toContain(
      'GitLab answered 429 "Retry later" (',
    );
  });

  it("repeats no secret that GitLab repeats", () => {
    const { message, stack } = answerError(json({ message: "bad token hunter2" }, {}, 401), {
      ...about,
      exchange: { ...about.exchange, url: `${ORIGIN}/api/v4/user?private_token=hunter2` },
    });

    expect(message).toContain('"bad token [redacted]"');
    expect(message + stack).not.toContain("hunter2");
  });
});

describe("a request without an answer", () => {
  it.each([
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_HAS_EXPIRED",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  ])("is a matter of trust after %s, and was never sent", (code) => {
    const error = connectionError(fault(code), about);

    expect(error).toBeInstanceOf(UnsentError);
    expect(error.message).toContain(`no trusted connection to ${ORIGIN} came about (${code})`);
    expect(error.message).toContain("name its file in NODE_EXTRA_CA_CERTS or give the explicit provider `caCert`");
    expect(error.message).toContain("if the server speaks plain HTTP, the address must begin with http://");
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"])(
    "was never sent after %s",
    (code) => {
      const error = connectionError(fault(code), about);

      expect(error).toBeInstanceOf(UnsentError);
      expect(error.message).toBe(
        `Could not read the switch of project 12: ${ORIGIN} can't be reached (${code}). Check the address, which comes from the configuration gitlab:baseUrl, and the network, or HTTPS_PROXY and NO_PROXY.`,
      );
    },
  );

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE", "UND_ERR_HEADERS_TIMEOUT", "ETIMEDOUT"])(
    "may have been seen by GitLab after %s",
    (code) => {
      const error = connectionError(fault(code), about);

      expect(error).toBeInstanceOf(LostAnswerError);
      expect(error.message).toContain(`the connection to ${ORIGIN} broke before an answer came (${code}, ${LINE})`);
      expect(error.message).toContain("Run `pulumi up` again: what GitLab has done meanwhile is looked up first.");
    },
  );

  it("finds the fault inside other errors", () => {
    const wrapped = new TypeError("fetch failed", { cause: new AggregateError([fault("ECONNREFUSED"), fault("x")]) });

    expect(connectionError(wrapped, about)).toBeInstanceOf(UnsentError);
    expect(connectionError(wrapped, about).stack).toBe(`${LINE} failed: ECONNREFUSED`);
  });

  it("is named by its class where it has no code", () => {
    expect(connectionError(new RangeError("odd"), about).stack).toBe(`${LINE} failed: RangeError`);
  });

  it("keeps the fault as its cause", () => {
    const cause = fault("ECONNRESET");

    expect(connectionError(cause, about).cause).toBe(cause);
  });
});

describe("a success that can't be used", () => {
  it("is a lost answer: GitLab may have acted", () => {
    const cause = new SyntaxError("odd");
    const error = unusableAnswer("it was cut off", about, cause);

    expect(error).toBeInstanceOf(LostAnswerError);
    expect(error.message).toBe(`Could not read the switch of project 12: it was cut off (${LINE}).`);
    expect(error.stack).toBe(`${LINE}: unusable answer`);
    expect(error.cause).toBe(cause);
  });

  it("is explained by the address where it is a web page", () => {
    expect(webPageProblem(about)).toContain(`${ORIGIN} answered with a web page instead of the API's JSON`);
  });
});

describe("a web page", () => {
  it.each([
    [html(), true],
    [answer(200, {}, "  <html>"), true],
    [answer(200, {}, "<!DOCTYPE HTML>"), true],
    [answer(200, {}, "<!doctype html>"), true],
    [json({ message: "<html>" }), false],
    [answer(204), false],
  ])("is known by its type or its beginning: %j", (given, expected) => {
    expect(isHtml(given)).toBe(expected);
  });
});

describe("the line of a request", () => {
  it("leaves out the address and the API's root, also behind a relative URL root", () => {
    const origin = "https://acme.example/gitlab";
    const exchange = { method: "POST", url: `${origin}/api/v4/user?page=2`, headers: {} } as const;

    expect(requestLine({ exchange, origin })).toBe("POST /user?page=2");
  });
});
