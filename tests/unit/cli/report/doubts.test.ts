import { type Change, SECRET } from "../../../../cli/preview/events";
import { accessSection } from "../../../../cli/report/access-section";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const outputs = { projectId: "1", targetProjectId: "2" };
const project = "acme/billing";
const read = (changes: readonly Change[]) => readingOf(preview(changes), { now: new Date("2027-01-10T12:00:00Z") });
const linesOf = (...changes: readonly Change[]) => accessSection(read(changes).access).join("\n");
const verdictOf = (...changes: readonly Change[]) => wideningOf(read(changes));

/** A list of pulumi-gitlab, whose state has no id beside a path. */
function theirList(enabled: boolean, operation: "same" | "update"): Change {
  const inputs = { project, enabled, targetProjectIds: [2] };
  const state = { inputs, outputs: inputs, retainOnDelete: false };
  const type = "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes";
  return { ...change("JobTokenAllowlist", "theirs", { before: {} }), type, operation, before: state, after: state };
}

function stays(type: string, name: string, inputs: object, more = outputs): Change {
  return change(type, name, { before: { ...inputs }, after: { ...inputs }, operation: "same", outputs: more });
}

it("a list whose project was secret may leave those that it no longer names to a group that it no longer manages", () => {
  const list = change("JobTokenAllowlist", "list", {
    before: {
      project: SECRET,
      projects: [{ project: "acme/ops/deploy", permissions: ["read_packages"] }],
      groups: ["acme/ops"],
    },
    after: { project, projects: [] },
    outputs,
  });

  expect(linesOf(list)).toContain("**May give more**: job tokens of `acme/ops/deploy`");
  expect(verdictOf(list)).toBe("may widen");
});

it("a list may set an entry again that another one, whose project is secret, has narrowed", () => {
  const entry = { project, targetProject: "acme/deploy", permissions: "default" };
  const ours = change("ScopeAllowlistEntry", "ours", { before: entry, after: entry, outputs });
  const projects = [{ project: "acme/deploy", permissions: ["read_packages"] }];
  const narrow = (of: string) =>
    stays("JobTokenAllowlist", "narrow", { project: of, projects }, { ...outputs, projectId: "9" });

  expect(linesOf(ours, narrow(SECRET))).toContain(
    "**May give more**: job tokens of `acme/deploy` in `acme/billing`: `read_packages` → `default permissions`",
  );
  expect([verdictOf(ours, narrow(SECRET)), verdictOf(ours, narrow("acme/vault"))]).toEqual(["may widen", "nothing"]);
});

describe("one project that pulumi-gitlab writes by its path and ours by its id", () => {
  const byId = (inputs: object, operation: "same" | "update") =>
    change("JobTokenScope", "ours", {
      before: { project: 1, ...inputs },
      after: { project: 1, ...inputs },
      operation,
      outputs: { projectId: "1" },
    });

  it("may be closed again, so that job tokens of other projects may push to it", () => {
    const pushes = { pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true, enabled: false };

    expect(linesOf(byId(pushes, "same"), theirList(true, "update"))).toContain("**May gain**: job tokens of other");
    expect(verdictOf(byId(pushes, "same"), theirList(true, "update"))).toBe("may widen");
    expect(
      verdictOf(byId({ ...pushes, crossProjectPushForJobTokenAllowed: false }, "same"), theirList(true, "update")),
    ).toBe("nothing");
  });

  it("may be opened again, also where another declaration has that path in place of an id", () => {
    const odd = { project, targetProjectId: "/ACME/billing/" };
    const state = { inputs: odd, outputs: odd, retainOnDelete: false };
    const type = "gitlab:index/projectJobTokenScope:ProjectJobTokenScope";
    const entry: Change = { ...stays("ScopeAllowlistEntry", "odd", {}), type, before: state, after: state };

    expect(verdictOf(byId({ enabled: false }, "update"), theirList(true, "same"), entry)).toBe("may widen");
  });
});
