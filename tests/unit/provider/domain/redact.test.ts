import { redact, redactWords } from "../../../../provider/domain/redact";

/** Put together here, so that no search for leaked credentials finds one in this file. */
const BODY = "Ab3_dE-4".repeat(3);
const tokenWith = (prefix: string) => `${prefix}-${BODY}`;

const kinds = [
  "glpat",
  "gloas",
  "gldt",
  "glrt",
  "glrtr",
  "glcbt",
  "glptt",
  "glft",
  "glimt",
  "glagent",
  "glwt",
  "glsoat",
];

describe("redact", () => {
  it.each([...kinds, "glffct"])("takes out a token that begins with %s, wherever it stands", (prefix) => {
    const token = tokenWith(prefix);

    expect(redact(`a ${token} b "${token}" c=${token}, (${token})\n${token}`)).toBe(
      'a [redacted] b "[redacted]" c=[redacted], ([redacted])\n[redacted]',
    );
  });

  it.each(["acme-", "acme_", "Acme-EU-", "acme"])("takes out a token behind the instance's own prefix %s", (prefix) => {
    expect(redact(`with ${prefix}${tokenWith("glpat")} it failed`)).not.toContain(BODY);
  });

  it("takes out a routable token with its checksum", () => {
    const token = `${tokenWith("glpat")}.01.0w1a2b3c4`;

    expect(redact(`<${token}>`)).toBe("<[redacted]>");
  });

  it("takes out a job token with its partition", () => {
    expect(redact(`<${["glcbt", `64_${BODY}`].join("-")}>`)).toBe("<[redacted]>");
  });

  it("takes out a runner registration token of the old kind", () => {
    expect(redact(`<${["GR1348", "941", BODY].join("")}>`)).toBe("<[redacted]>");
  });

  it("takes out a JSON web token, all three parts", () => {
    const part = Buffer.from('{"alg":"RS256"}').toString("base64url");

    expect(redact(`id ${part}.${part}.${BODY} end`)).toBe("id [redacted] end");
  });

  it.each([
    ["PRIVATE-TOKEN: hunter2", "hunter2"],
    ["private-token: short", "short"],
    ["JOB-TOKEN=hunter2", "hunter2"],
    ["Authorization: Bearer hunter2", "hunter2"],
    ["authorization: Basic aHVudGVyMg==", "aHVudGVyMg"],
    ['{"private-token":"hunter2","accept":"*/*"}', "hunter2"],
    ["{ 'Authorization': 'Bearer hunter2' }", "hunter2"],
    ["https://gitlab.acme.example/api/v4/user?private_token=hunter2&page=1", "hunter2"],
    ["https://gitlab.acme.example/api/v4/user?page=1&access_token=hunter2", "hunter2"],
    ["https://gitlab.acme.example/api/v4/user?job_token=hunter2", "hunter2"],
    ["https://oauth2:hunter2@gitlab.acme.example/acme/billing.git", "hunter2"],
    ["http://hunter2@proxy.acme.example:3128", "hunter2"],
    ["https://me:hunter2@home@gitlab.acme.example/", "hunter2@home"],
  ])("leaves nothing of the credential in %s", (text, credential) => {
    const redacted = redact(text);

    expect(redacted).toContain("[redacted]");
    expect(redacted).not.toContain(credential);
  });

  it("leaves the rest of a header, a query and a URL readable", () => {
    expect(redact('{"private-token":"hunter2","accept":"*/*"}')).toBe('{"private-token":"[redacted]","accept":"*/*"}');
    expect(redact("/user?private_token=hunter2&page=1")).toBe("/user?private_token=[redacted]&page=1");
    expect(redact("https://me:hunter2@gitlab.acme.example/x")).toBe("https://[redacted]@gitlab.acme.example/x");
  });

  it("takes out the given values, whatever they look like", () => {
    expect(redact("the proxy wants hunter2, not hunter3", ["hunter2", "", "hunter3"])).toBe(
      "the proxy wants [redacted], not [redacted]",
    );
  });

  it("leaves nothing of a given value that begins like another one", () => {
    expect(redact("it was hunter2-and-more", ["hunter2", "hunter2-and-more"])).toBe("it was [redacted]");
  });

  it("leaves words alone that a short value is a part of", () => {
    expect(redact("Could not do something: it does not exist", ["e", "x", "not"])).toBe(
      "Could not do something: it does not exist",
    );
  });

  it("takes out a given value as JSON and URLs spell it", () => {
    const value = 'p"ss w/ä\\n';
    const text = [JSON.stringify({ value }), encodeURIComponent(value), new URLSearchParams({ value }).toString()];

    expect(text.map((spelling) => redact(spelling, [value]))).toEqual([
      '{"value":"[redacted]"}',
      "[redacted]",
      "value=[redacted]",
    ]);
  });

  it("looks at no more of a text than anybody reads, but for the given values", () => {
    const text = redact(`${"Authorization ".repeat(200_000)}hunter2`, ["hunter2"]);

    expect(text.length).toBeLessThan(10_000);
    expect(redact(`${"x".repeat(7_990)}hunter2-and-more`, ["hunter2-and-more"])).not.toContain("hunter2");
  });

  it("takes a given value for text, not for a pattern", () => {
    expect(redact("a.c(d)e abcXdYe $& a.c(d)e", ["a.c(d)e"])).toBe("[redacted] abcXdYe $& [redacted]");
  });

  it.each([
    "Could not add project 34 to the job token allowlist of project 12: GitLab answered 403.",
    'find the project "acme/global-settings"',
    'find the project "acme/glue-service-2024/glossary-entries"',
    "set it in gitlab-ci.yml or gitlab-runner.toml",
    "GITLAB_TOKEN, gitlab:token and tokenEnvironmentVariable",
    "https://gitlab.acme.example/api/v4/projects/1?page=2#note_3",
    "write to admin@acme.example",
    "glpat- is how they begin",
  ])("leaves ordinary text alone: %s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe("the words of an answer that repeats what it was sent", () => {
  const value = "hunter2-the-database's <password>";

  it.each([
    ["cut off", "value=hunter2-the-datab…", "value=[redacted]…"],
    [
      "with HTML's escapes",
      "blocked: hunter2-the-database&#39;s &lt;password&gt;!",
      "blocked: [redacted]&#39;s &lt;password&gt;!",
    ],
    ["twice, from its middle on", "(the-database's) and (the-database's)", "([redacted]) and ([redacted])"],
    ["whole", `no ${value}.`, "no [redacted]."],
  ])("lose long pieces of a value that is repeated %s", (_, words, readable) => {
    expect(redactWords(words, [value])).toBe(readable);
  });

  it("keep what is shorter than a piece, and are cut where nobody reads on", () => {
    expect(redactWords("the database is down", [value])).toBe("the database is down");
    expect(redactWords("x".repeat(1_000_000), ["y".repeat(100_000)]).length).toBeLessThan(10_000);
  });

  it("lose short values as well, where these are words", () => {
    expect(redactWords("request blocked: value=abc, abcd and abc", ["abc"])).toBe(
      "request blocked: value=[redacted], abcd and [redacted]",
    );
  });
});
