import type { Change } from "../../../../cli/preview/events";
import { markdownOf } from "../../../../cli/report/markdown";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const project = "acme/billing";
const outputs = { projectId: "1", targetProjectId: "2" };
const entry = { project, targetProject: "acme/deploy" };
const reading = (...changes: readonly Change[]) =>
  readingOf(preview(changes), { now: new Date("2027-01-10T12:00:00Z") });
const verdictOf = (...changes: readonly Change[]) => wideningOf(reading(...changes));

/** What a program imports, or reads by an id. */
function looked(type: string, name: string, sides: { readonly before?: object; readonly after: object }): Change {
  const { before, after } = change(type, name, { before: {}, ...sides } as Parameters<typeof change>[2]);
  return { ...change(type, name, {}), operation: "same", before: sides.before && before, after, isUnwritten: true };
}

describe("what is imported or only read", () => {
  it.each([
    ["an entry", "ScopeAllowlistEntry", entry],
    ["an open project", "JobTokenScope", { project, enabled: false }],
    ["a token", "RotatingProjectToken", { project, name: "x", scopes: ["api"] }],
    ["a variable", "ProjectVariable", { project, key: "K" }],
  ])("is not judged: %s", (_what, type, inputs) => {
    const read = reading(looked(type, "it", { after: inputs }));

    expect(wideningOf(read)).toBe("unjudged");
    expect(markdownOf(read, { project: "access", stack: "prod" })).toContain("- `it`: it is imported or only read");
  });

  it("is no news where it is read as in the run before, and is where the program says something else", () => {
    const other = { ...entry, targetProject: "acme/docs" };

    expect(verdictOf(looked("ScopeAllowlistEntry", "it", { before: entry, after: entry }))).toBe("nothing");
    expect(verdictOf(looked("ScopeAllowlistEntry", "it", { before: entry, after: other }))).toBe("unjudged");
  });

  it("proves of no entry, switch or variable that it is there already", () => {
    const known = change("ScopeAllowlistEntry", "known", {
      before: { project, targetProject: "acme/docs" },
      after: { project, targetProject: "acme/docs" },
      operation: "same",
      outputs: { projectId: "1", targetProjectId: "3" },
    });
    const says = (type: string, inputs: object) => looked(type, "read", { before: inputs, after: inputs });
    const scope = (enabled: boolean) => ({ project, enabled });

    expect(verdictOf(known, says("ScopeAllowlistEntry", entry))).toBe("nothing");
    expect(
      verdictOf(known, says("ScopeAllowlistEntry", entry), change("ScopeAllowlistEntry", "made", { after: entry })),
    ).toBe("widens");
    expect(verdictOf(says("JobTokenScope", scope(false)), change("JobTokenScope", "s", { after: scope(false) }))).toBe(
      "may widen",
    );
    const variable = { project, key: "K", protected: false };
    expect(verdictOf(says("ProjectVariable", variable), change("ProjectVariable", "v", { after: variable }))).toBe(
      "may widen",
    );
  });

  it("may let in whoever loses an entry, with more than the program says of it", () => {
    const narrow = { project, targetProject: "acme/ops/deploy", permissions: ["read_packages"] };
    const gone = change("ScopeAllowlistEntry", "gone", { before: narrow, outputs });
    const group = { project, targetGroup: "acme/ops", permissions: [] };

    expect(verdictOf(gone)).toBe("nothing");
    expect(verdictOf(gone, looked("GroupAllowlistEntry", "read", { before: group, after: group }))).toBe("may widen");
  });

  it("may be what a list of the other package removes, so that a group lets in whoever it narrowed", () => {
    const group = { project, targetGroup: "acme/ops" };
    const list = { project, enabled: true, targetProjectIds: [], targetGroupIds: ["acme/ops"] };
    const state = { inputs: list, outputs: {}, retainOnDelete: false };
    const type = "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes";
    const theirs = { ...change("X", "theirs", {}), type, operation: "update", before: state, after: state } as const;
    const deploy = { project, targetProject: "acme/ops/deploy" };

    expect(verdictOf(theirs, looked("GroupAllowlistEntry", "read", { before: group, after: group }))).toBe("nothing");
    expect(verdictOf(theirs, looked("ScopeAllowlistEntry", "read", { before: deploy, after: deploy }))).toBe(
      "may widen",
    );
  });

  it("may let job tokens push where the project is closed", () => {
    const pushes = { project, pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true };
    const closing = change("JobTokenScope", "s", {
      before: { project, enabled: false },
      after: { project, enabled: true },
    });

    expect(verdictOf(closing)).toBe("nothing");
    expect(verdictOf(closing, looked("JobTokenAllowlist", "read", { before: pushes, after: pushes }))).toBe(
      "may widen",
    );
  });
});
