import { NOTE_LIMIT } from "../../../../cli/notes/notes";
import type { Preview, State, Violation } from "../../../../cli/preview/events";
import { fitting, markdownOf, markerOf, type Subject } from "../../../../cli/report/markdown";
import { readingOf } from "../../../../cli/report/reading";
import { pageOf, violationText } from "../../../../provider/domain/violation-text";
import { change, preview } from "../../../support/cli/change";

const subject: Subject = { project: "access", stack: "prod" };
const now = new Date("2027-01-10T12:00:00Z");
const markdown = (seen: Preview, of = subject) => markdownOf(readingOf(seen, { now }), of);
const entry = { project: "acme/billing", targetProject: "acme/deploy" };
const violation = (message: string, level = "advisory"): Violation => ({
  urn: "urn:pulumi:prod::access::pulumi-nodejs:dynamic/gitlab:JobTokenScope::billing",
  rule: "require-job-token-scope",
  severity: "critical",
  level,
  message,
});

it("a preview without changes is two lines below its marker", () => {
  const same = change("ScopeAllowlistEntry", "deploy", { before: entry, after: entry, operation: "same" });

  expect(markdown(preview([same]))).toBe(
    "<!-- gitlab-ci-access report access%2Fprod -->\n\n### GitLab CI access: `access/prod`\n\nNothing changes.\n",
  );
});

it("a name with two hyphens does not end the marker", () => {
  expect(markerOf({ project: "a--b", stack: "->" })).toBe("<!-- gitlab-ci-access report a%2D%2Db%2F%2D%3E -->");
});

it("a variable is its key, never its value", () => {
  const variable = { project: "acme/deploy", key: "TOKEN", environmentScope: "*", value: "plain-value", masked: false };
  const changed = { ...variable, value: "other-value", masked: true };

  const text = markdown(preview([change("ProjectVariable", "token", { before: variable, after: changed })]));

  expect(text).toContain("- **Changes**: `token` (TOKEN of acme/deploy); `masked`: `false` → `true`");
  expect(text).not.toMatch(/plain-value|other-value/);
});

it("of a runner it says what decides which jobs come to it", () => {
  const before = {
    runnerType: "group_type",
    group: "acme",
    tagList: ["a"],
    runUntagged: false,
    accessLevel: "ref_protected",
  };
  const after = { ...before, runUntagged: true, accessLevel: "not_protected" };

  expect(markdown(preview([change("UserRunner", "small", { before, after })]))).toContain(
    "- **Changes**: `small` (acme, tags a, untagged jobs too, any branch); `runUntagged`: `false` → `true`; " +
      "`accessLevel`: `ref_protected` → `not_protected`; **gives more than before** by `runUntagged`, `accessLevel`",
  );
});

it("violations come by level, waivers apart, without the rule's own description", () => {
  const waiver = { reason: "INFRA-7", until: "2027-02-01" };
  const violations = [
    violation(
      `A rule.\n${violationText({ message: "'billing' is open.", waiver: undefined, page: pageOf("require-job-token-scope") })}\n`,
      "mandatory",
    ),
    violation("A rule.\nOne could do better.\n"),
    violation(`A rule.\n${violationText({ message: "'billing' is open.", waiver, page: undefined })}\n`),
  ];

  const text = markdown(preview([], { violations, result: "failed" }));

  expect(text).toContain("**Refused by policy**: 1 mandatory violation.");
  expect(text).toContain(
    "#### Refused by policy\n\n- `require-job-token-scope` (critical) on `billing`: 'billing' is open.\n",
  );
  expect(text).toContain(
    "#### Advice of the policies\n\n- `require-job-token-scope` (critical) on `billing`: One could",
  );
  expect(text).toContain("on `billing`, until `2027-02-01`, because INFRA-\u20607: 'billing' is open.");
});

it("what a refresh found is told before what the run does about it", () => {
  const gone = { ...change("ScopeAllowlistEntry", "deploy", { after: entry, expected: entry }) };
  const dead = change("RotatingProjectToken", "sources", {
    before: { project: "acme/a", active: false },
    expected: { project: "acme/a", active: true },
  });

  const text = markdown(preview([gone, { ...dead, after: dead.before }]));

  expect(text).toContain(
    "#### Changed behind Pulumi's back\n\n- **Loses**: job tokens of `acme/deploy` may no longer open `acme/billing`\n\n" +
      "- `sources` (RotatingProjectToken) differs in `active`\n",
  );
  expect(text).toContain("- **Gains**: job tokens of `acme/deploy` may open `acme/billing`");
});

it("a refresh that found a project at another path says where, once for all resources that name it", () => {
  const list = { project: "acme/vault", projects: ["acme/deploy", "acme/docs"] };
  const [names, paths] = [{ "project acme/deploy": "2" }, { "project acme/deploy": "mallory/deploy" }];
  const [known, ids] = [
    { ...list, __ids: names },
    { projectId: "1", targetProjectId: "2" },
  ];
  const single = change("ScopeAllowlistEntry", "e", { before: entry, after: entry, expected: entry, outputs: ids });
  const whole = change("JobTokenAllowlist", "l", { before: known, after: known, expected: known, operation: "same" });
  const seen = [
    { ...single, before: withOutputs(single.before, { targetProjectPath: "mallory/deploy" }) },
    { ...whole, before: withOutputs(whole.before, { paths }) },
  ].map((one) => ({ ...one, operation: "same" as const }));

  expect(markdown(preview(seen))).toContain(
    "#### Changed behind Pulumi's back\n\n- **Moved**: `acme/deploy` is at `mallory/deploy` in GitLab now\n",
  );
});

function withOutputs(state: State | undefined, outputs: object): State {
  if (state === undefined) throw new Error("there is no such state");
  return { ...state, outputs: { ...state.outputs, ...outputs } };
}

it("stays below GitLab's limit, and says that something is missing", () => {
  const long = "`".repeat(3_000);
  const sixty = <T>(make: (index: number) => T) => Array.from({ length: 60 }, (_, index) => make(index));
  const violations = sixty(() => [
    violation(long, "mandatory"),
    violation(long),
    violation(violationText({ message: long, waiver: { reason: long, until: undefined }, page: undefined })),
  ]);
  const changes = sixty((index) => [
    change("UserRunner", `${index}`, { after: { tagList: [long] } }),
    change("ProjectVariable", `${index}`, { after: { project: long, key: long, environmentScope: "*" } }),
  ]);

  const seen = preview(changes.flat(), { violations: violations.flat(), result: "failed" });
  const whole = markdown(seen, { ...subject, provenance: { commit: "0123abcd" } });
  const text = fitting(whole, NOTE_LIMIT);

  expect(whole.length).toBeGreaterThan(NOTE_LIMIT);
  expect(text.split("\n").slice(0, 6).join()).toContain("too long for a comment");
  expect(text).toContain("**Refused by policy**: 60 mandatory violations.");
  expect(text.length).toBeLessThan(NOTE_LIMIT);
  expect(text).toMatch(/too long for a comment.*<sub>Preview of 0123abcd, stack `access\/prod`<\/sub>\n$/s);
});

it("no line begins with a command, whatever things are called", () => {
  const hostile = "x\n/approve\n@all";
  const changes = [
    change("ScopeAllowlistEntry", hostile, { after: { project: hostile, targetProject: hostile } }),
    change("UserRunner", hostile, { after: { tagList: [hostile], description: hostile } }),
    change("ProjectVariable", hostile, { after: { project: hostile, key: hostile, environmentScope: hostile } }),
  ];

  const text = markdown(
    preview(changes, { errors: [hostile], violations: [violation(hostile, "mandatory")] }),
    subject,
  );

  expect(text).not.toMatch(/^\//m);
});
