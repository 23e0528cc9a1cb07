import { type Change, SECRET } from "../../../../cli/preview/events";
import { accessOf, widens } from "../../../../cli/report/access";
import { accessSection } from "../../../../cli/report/access-section";
import type { Grant } from "../../../../cli/report/model";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { verdictOf as verdictText } from "../../../../cli/report/verdict";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { change, preview } from "../../../support/cli/change";

const project = "acme/billing";
const outputs = { projectId: "1", targetProjectId: "2" };
const linesOf = (...changes: readonly Change[]) => accessSection(accessOf(changes)).join("\n");
const shown = (grants: readonly Grant[]) => grants.map(({ caller }) => caller.name);
const verdictOf = (...changes: readonly Change[]) =>
  wideningOf(readingOf(preview(changes), { now: new Date("2027-01-10T12:00:00Z") }));

/** A declaration that no step touches. */
function stays(type: string, name: string, inputs: object): Change {
  const both = { project, ...inputs };
  return change(type, name, { before: both, after: both, operation: "same", outputs });
}

function goes(type: string, name: string, inputs: object): Change {
  return change(type, name, { before: { project, ...inputs }, outputs });
}

describe("a fact that two declarations speak of, as only an older state can hold it, may give more when one of them goes", () => {
  const entry = { targetProject: "acme/deploy" };
  const cases: readonly (readonly [string, string, object, object])[] = [
    ["its switch, which the other hides", "JobTokenScope", { enabled: true }, { enabled: SECRET }],
    ["its switch, which the other opens", "JobTokenScope", { enabled: true }, { enabled: false }],
    [
      "its own jobs' pushes",
      "JobTokenScope",
      { pushRepositoryForJobTokenAllowed: false },
      { pushRepositoryForJobTokenAllowed: true },
    ],
    [
      "pushes of others, which the other hides",
      "JobTokenScope",
      { crossProjectPushForJobTokenAllowed: false },
      { crossProjectPushForJobTokenAllowed: SECRET },
    ],
    [
      "an entry's permissions",
      "ScopeAllowlistEntry",
      { ...entry, permissions: ["read_packages"] },
      { ...entry, permissions: "default" },
    ],
    [
      "an entry's permissions, which the other hides",
      "ScopeAllowlistEntry",
      { ...entry, permissions: ["read_packages"] },
      { ...entry, permissions: SECRET },
    ],
  ];

  it.each(cases)("%s", (_what, type, gone, other) => {
    const left = stays(type, "stays", other);

    expect(verdictOf(left, goes(type, "goes", gone))).not.toBe("nothing");
    expect(verdictOf(left)).toBe("nothing");
  });

  it.each(cases)("%s, and no more than before where both say the same", (_what, type, gone) => {
    expect(verdictOf(stays(type, "stays", gone), goes(type, "goes", gone))).toBe("nothing");
  });

  it("also where one has the project's id and the other its path, and nothing connects them", () => {
    const byId = change("JobTokenScope", "id", {
      before: { project: 1, enabled: false, note: "a" },
      after: { project: "1", enabled: false },
    });
    const byPath = change("JobTokenScope", "path", { before: { project, enabled: true } });

    expect(verdictOf(byId)).toBe("nothing");
    expect(linesOf(byId, byPath)).toContain("**May be opened**: `1` to the job tokens of **every project**");
  });
});

describe("whoever loses an entry below a group's entry is let in by that", () => {
  const narrow = { targetProject: "acme/ops/deploy", permissions: ["read_packages"] };
  const group = (permissions: unknown) =>
    stays("GroupAllowlistEntry", "group", { targetGroup: "acme/ops", permissions });

  it("with more than before", () => {
    const changes = [goes("ScopeAllowlistEntry", "deploy", narrow), group("default")];

    expect(linesOf(...changes)).toBe(
      "- **Gives more**: job tokens of `acme/ops/deploy` in `acme/billing`: `read_packages` → `default permissions`, because their own entry goes, and the entry of group `acme/ops` lets them in",
    );
    expect([accessOf(changes).lost, verdictOf(...changes)]).toEqual([[], "widens"]);
  });

  it.each([
    [["read_packages"], "Stays in"],
    [[], "Gives less"],
  ])("with %j, which is no more", (permissions, words) => {
    const changes = [goes("ScopeAllowlistEntry", "deploy", narrow), group(permissions)];

    expect(linesOf(...changes)).toContain(words);
    expect([accessOf(changes).lost, verdictOf(...changes)]).toEqual([[], "nothing"]);
  });

  it("of the nearest group", () => {
    const wide = stays("GroupAllowlistEntry", "wide", { targetGroup: "acme", permissions: "default" });

    expect(verdictOf(goes("ScopeAllowlistEntry", "deploy", narrow), wide, group([]))).toBe("nothing");
    expect(verdictOf(goes("ScopeAllowlistEntry", "deploy", narrow), wide)).toBe("widens");
  });

  it("perhaps with more, where the state does not say whether the project is below the group", () => {
    const byId = change("ScopeAllowlistEntry", "id", { before: { project: 1, targetProject: 7, permissions: [] } });

    expect(shown(accessOf([byId, group("default")]).lost)).toEqual(["7"]);
    expect(verdictOf(byId, group("default"))).toBe("may widen");
    expect(verdictOf(byId, group([]))).toBe("nothing");
  });
});

describe("who may push from now on", () => {
  const on = { pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true, enabled: true };
  const scope = (before: object, after: object) =>
    change("JobTokenScope", "scope", { before: { project, ...before }, after: { project, ...after }, outputs });
  const others = "job tokens of other projects may push to `acme/billing`, where their entry gives that";
  const own = "the jobs of `acme/billing` may push to it with their job token";

  it.each([
    ["others, by their setting", { ...on, crossProjectPushForJobTokenAllowed: false }, on, `**Gains**: ${others}`],
    ["others, by the setting for all", { ...on, pushRepositoryForJobTokenAllowed: false }, on, `**Gains**: ${others}`],
    ["its own jobs", { pushRepositoryForJobTokenAllowed: false }, { pushRepositoryForJobTokenAllowed: true }, own],
    ["others, because an open project is closed", { ...on, enabled: false }, on, `**Gains**: ${others}`],
    ["others, by a secret value", on, { ...on, crossProjectPushForJobTokenAllowed: SECRET }, undefined],
    [
      "others, by an unknown value",
      { ...on, crossProjectPushForJobTokenAllowed: false },
      { ...on, crossProjectPushForJobTokenAllowed: UNKNOWN },
      `**May gain**: ${others}`,
    ],
    [
      "nobody, while no job token may push",
      { ...on, pushRepositoryForJobTokenAllowed: false, enabled: false },
      { ...on, pushRepositoryForJobTokenAllowed: false },
      undefined,
    ],
    ["nobody, when it is turned off", on, { ...on, crossProjectPushForJobTokenAllowed: false }, undefined],
  ])("%s", (_who, before, after, words) => {
    const access = accessOf([scope(before, after)]);

    if (words === undefined) expect(access.pushable).toEqual([]);
    else expect(linesOf(scope(before, after))).toContain(words);
    expect(widens(access)).toBe(words !== undefined);
  });
});

it("a project that is declared closed for the first time is not counted as closed by the run", () => {
  const known = change("JobTokenScope", "a", {
    before: { project, enabled: false },
    after: { project, enabled: true },
  });
  const first = change("JobTokenScope", "b", { after: { project: "acme/vault", enabled: true } });
  const reading = readingOf(preview([known, first]), { now: new Date("2027-01-10T12:00:00Z") });

  expect(verdictText(reading)).toContain("1 project closed, 1 project closed unless already so, 2 changes in all");
});

describe("a list that removes what it does not name, beside an entry below its group, may give that entry's jobs the group's permissions", () => {
  const list = (more: object) => ({ project, projects: [], groups: ["acme"], ...more });
  const replacing = change("JobTokenAllowlist", "list", {
    before: list({ projects: undefined }),
    after: list({ replaceExisting: true }),
    outputs,
  });
  const narrow = { targetProject: "acme/deploy", permissions: ["read_packages"] };

  it.each([
    ["that is still declared", stays("ScopeAllowlistEntry", "narrow", narrow)],
    [
      "that retainOnDelete spares",
      change("ScopeAllowlistEntry", "narrow", { before: { project, ...narrow }, retainOnDelete: true, outputs }),
    ],
    [
      "that nobody can read",
      change("ScopeAllowlistEntry", "narrow", {
        before: { project: SECRET, targetProject: SECRET, permissions: SECRET },
        retainOnDelete: true,
      }),
    ],
  ])("%s", (_what, one) => {
    expect(linesOf(one, replacing)).toContain("**May give more**: job tokens of ");
    expect(verdictOf(one, replacing)).toBe("may widen");
    expect(verdictOf(replacing)).toBe("nothing");
  });

  it("and a hidden list that goes may have given less than the group does", () => {
    const hidden = goes("JobTokenAllowlist", "hidden", { projects: SECRET });

    const group = (permissions: unknown) => stays("GroupAllowlistEntry", "g", { targetGroup: "acme", permissions });

    expect([verdictOf(hidden, group([])), verdictOf(hidden, group("default"))]).toEqual(["nothing", "may widen"]);
  });
});

it("an entry that pulumi-gitlab declares too goes with ours, and its jobs get what the group above has", () => {
  const one = { targetProject: "acme/ops/deploy" };
  const ours = goes("ScopeAllowlistEntry", "ours", { ...one, permissions: ["read_packages"] });
  const inputs = { project, targetProjectId: 2 };
  const state = { inputs, outputs: {}, retainOnDelete: false };
  const type = "gitlab:index/projectJobTokenScope:ProjectJobTokenScope";
  const theirs: Change = { ...stays("ScopeAllowlistEntry", "theirs", one), type, before: state, after: state };
  const group = stays("GroupAllowlistEntry", "group", { targetGroup: "acme/ops", permissions: ["read_jobs"] });

  expect(verdictOf(ours, theirs, group)).toBe("may widen");
  expect(verdictOf(ours, stays("ScopeAllowlistEntry", "mine", { ...one, permissions: ["read_packages"] }), group)).toBe(
    "nothing",
  );
});
