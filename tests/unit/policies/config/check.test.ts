import { check } from "../../../../policies/config/check";
import { matchableIn } from "../../../../policies/config/stale";
import * as rules from "../../../../policies/index";
import { jobTokenScope } from "../declared";

const policies = Object.values(rules);
const today = "2027-01-31";
const checked = (file: unknown) => check(file, policies, { today });
const waiver = (keys: object) => ({
  "require-job-token-scope": { except: [{ reason: "agreed", until: "2027-12-31", ...keys }] },
});

describe("the check of a configuration by itself", () => {
  it.each([
    ["nothing", {}],
    [
      "levels, in a word and beside keys",
      {
        all: "advisory",
        "require-runner-tags": "disabled",
        "limit-allowlist-size": { enforcementLevel: "mandatory", limit: 3 },
      },
    ],
    ["what is Pulumi's own", { environments: ["acme/prod"] }],
    ["a waiver that counts", waiver({ match: "acme/billing" })],
  ])("finds nothing in %s", (_what, file) => {
    expect(checked(file)).toEqual({ problems: [], notes: [] });
  });

  it.each([
    [
      "a rule that does not exist, with what was meant",
      { "require-nonempty-allowlist": "advisory" },
      /is no rule of this pack, and Pulumi passes over it\. Did you mean require-non-empty-allowlist\?/,
    ],
    [
      "a rule that is like none, with all there are",
      { acme: "advisory" },
      /The rules are forbid-broad-group-entries, .*require-uniform-addresses\./,
    ],
    ["a name that every object has", { toString: "advisory" }, /toString is no rule/],
    [
      "a level that does not exist",
      { "require-runner-tags": "warn" },
      /require-runner-tags: write one of advisory, mandatory, remediate, disabled/,
    ],
    ["a level for all that does not exist", { all: "warn" }, /all: write one of/],
    [
      "a key that does not exist, with those that do",
      { "limit-allowlist-size": { limits: 3 } },
      /Unrecognized key: "limits"\. The keys are advisoryLimit, limit, except/,
    ],
    [
      "a key of a waiver that does not exist",
      waiver({ match: "a", untill: "2027-01-31" }),
      /Unrecognized key: "untill"\. The keys are match, resource, reason, until/,
    ],
    ["a waiver for nothing", waiver({}), /Write match, for a project or a group, or resource/],
    ["a list in place of an object", [], /one JSON object/],
  ])("names %s", (_what, file, words) => {
    const { problems } = checked(file);

    expect(problems).toEqual([expect.stringMatching(words)]);
  });

  it("notes a waiver that has ended, and one that has no end", () => {
    expect(checked(waiver({ match: "acme/a", until: "2027-01-30" })).notes).toEqual([
      expect.stringContaining("the waiver for acme/a ended on 2027-01-30"),
    ]);
    expect(checked(waiver({ match: "acme/a", until: undefined })).notes).toEqual([
      expect.stringContaining("the waiver for acme/a has no end: give it an until"),
    ]);
  });
});

describe("the check of a configuration against a stack", () => {
  const stack = matchableIn([{ ...jobTokenScope("billing", { project: "acme/billing" }), urn: "urn:billing" }]);
  const problemsOf = (file: object) => check(file, policies, { today, stack }).problems;

  it("finds nothing in what matches", () => {
    expect(problemsOf(waiver({ match: "acme/*" }))).toEqual([]);
    expect(problemsOf({ "require-non-empty-allowlist": { closedProjects: ["acme/billing"] } })).toEqual([]);
  });

  it("names waivers and projects that match nothing", () => {
    expect(problemsOf(waiver({ match: "acme/bling" }))).toEqual([
      "require-job-token-scope: nothing in this stack matches the waiver for acme/bling.",
    ]);
    expect(problemsOf({ "require-non-empty-allowlist": { entriesElsewhere: ["acme/bling"] } })).toEqual([
      "require-non-empty-allowlist: nothing in this stack matches acme/bling in entriesElsewhere.",
    ]);
  });

  it("names a waiver by a resource's name that was written before there was a key for it", () => {
    expect(problemsOf(waiver({ match: "bill*" }))).toEqual([expect.stringContaining("write resource instead")]);
  });
});
