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

it("a project that is closed lets others push, where the state keeps secret that it has allowed that", () => {
  const secret = { project: SECRET, enabled: SECRET, pushRepositoryForJobTokenAllowed: SECRET };
  const closing = (before: object) =>
    change("JobTokenScope", "it", {
      before: { ...before },
      after: { project, enabled: true, crossProjectPushForJobTokenAllowed: true },
      outputs,
    });
  const known = { project, enabled: false, pushRepositoryForJobTokenAllowed: false };

  expect(verdictOf(closing(secret))).toBe("may widen");
  expect(verdictOf(closing(known))).toBe("nothing");
});

it("an entry that a list of the other package may remove comes back with default permissions, where it says nothing of them", () => {
  const entry = (permissions?: readonly string[]) => ({ project: 1, targetGroup: "acme", permissions });
  const changed = change("GroupAllowlistEntry", "ours", {
    before: entry(["read_packages"]),
    after: entry(),
    outputs: { projectId: "1", targetGroupId: "5" },
  });
  const withList = (operation: "same" | "update") => {
    const state = { inputs: { project: 1, targetProjectIds: [2] }, outputs: {}, retainOnDelete: false };
    return [changed, { ...theirList(true, operation), before: state, after: state }];
  };

  expect(linesOf(...withList("update"))).toContain("**May give more**: job tokens of every project below group `acme`");
  expect([verdictOf(...withList("update")), verdictOf(...withList("same"))]).toEqual(["may widen", "nothing"]);
});

it("so does one that a list of ours stops naming", () => {
  const entry = { project, targetProject: "acme/deploy" };
  const list = (projects: readonly object[]) => ({ project, projects });
  const narrow = { project: "acme/deploy", permissions: ["read_packages"] };
  const changes = (item: object) => [
    change("JobTokenAllowlist", "list", { before: list([item]), after: list([]), outputs }),
    change("ScopeAllowlistEntry", "entry", { before: entry, after: entry, operation: "update", outputs }),
  ];

  expect(linesOf(...changes(narrow))).toContain("**May give more**: job tokens of `acme/deploy` in `acme/billing`");
  expect(verdictOf(...changes({ project: "acme/deploy" }))).toBe("nothing");
});

it("what a declaration that goes has allowed stays so where no step writes what another one says", () => {
  const at = { projectId: "1" };
  const cross = (allowed: boolean) => ({ project, crossProjectPushForJobTokenAllowed: allowed });
  const stays = change("JobTokenScope", "stays", {
    before: { ...cross(false), enabled: true },
    after: { ...cross(false), enabled: true },
    operation: "same",
    outputs: at,
  });
  const goes = (allowed: boolean) =>
    change("JobTokenAllowlist", "goes", { before: { ...cross(allowed), enabled: false }, outputs: at });
  const comes = change("JobTokenScope", "comes", {
    after: { project, enabled: true, pushRepositoryForJobTokenAllowed: true },
  });
  const pushes = (allowed: boolean) =>
    linesOf(stays, goes(allowed), comes).includes("job tokens of other projects may push");

  expect([pushes(true), pushes(false)]).toEqual([true, false]);
});

it("a path that a project has left may lead to another one now, whoever declares it anew", () => {
  const entry = { project, targetProject: "acme/deploy" };
  const moved = { ...outputs, targetProjectPath: "acme/ops/deploy" };
  const known = (operation: "replace" | "same" | "update", at: Readonly<Record<string, string>>) =>
    change("ScopeAllowlistEntry", "it", { before: entry, after: entry, operation, outputs: at });
  const anew = change("ScopeAllowlistEntry", "new", { after: entry });

  expect(linesOf(known("replace", moved))).toContain("**May gain**: job tokens of `acme/deploy` may open");
  expect(verdictOf(known("replace", outputs))).toBe("nothing");
  expect(verdictOf(known("update", moved))).toBe("nothing");
  expect([verdictOf(known("same", moved), anew), verdictOf(known("same", outputs), anew)]).toEqual([
    "may widen",
    "nothing",
  ]);
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

it.each([
  ["two declarations of it go", false],
  ["one of them is released, and the other goes", true],
])("an entry may have given what either declaration says, where %s and a group stays", (_what, retainOnDelete) => {
  const entry = { project, targetProject: "acme/deploy" };
  const narrow = (permissions: unknown) =>
    change("ScopeAllowlistEntry", "narrow", { before: { ...entry, permissions }, outputs, retainOnDelete });
  const other = change("ScopeAllowlistEntry", "other", { before: { project, targetProject: 2 }, outputs });
  const group = { project, targetGroup: "acme", permissions: "default" };
  const stay = stays("GroupAllowlistEntry", "group", group, { projectId: "1", targetProjectId: "" });

  expect(verdictOf(narrow(["read_packages"]), other, stay)).toBe("may widen");
  expect(verdictOf(narrow("default"), other, stay)).toBe("nothing");
});
