import { SECRET } from "../../../../cli/preview/events";
import { accessOf, widens } from "../../../../cli/report/access";
import { accessSection } from "../../../../cli/report/access-section";
import { graphOf } from "../../../../cli/report/graph";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { change, preview } from "../../../support/cli/change";

const entry = { project: "acme/billing", targetProject: "acme/deploy" };
const outputs = { projectId: "1", targetProjectId: "2" };
const changed = (before: unknown, after: unknown) =>
  change("ScopeAllowlistEntry", "deploy", {
    before: { ...entry, permissions: before },
    after: { ...entry, permissions: after },
    outputs,
  });

const linesOf = (...changes: Parameters<typeof accessOf>[0]) => accessSection(accessOf(changes)).join("\n");

it.each([
  [["read_packages"], "default", "**Gives more**", "widens"],
  [["read_packages"], ["admin_packages"], "**Gives more**", "widens"],
  [[], ["read_packages"], "**Gives more**", "widens"],
  [["read_packages"], SECRET, "**May give more**", "may widen"],
  [["read_packages"], UNKNOWN, "**May give more**", "may widen"],
  [["read_packages"], ["read_packages", UNKNOWN], "**May give more**", "may widen"],
  [SECRET, SECRET, "**May give more**", "may widen"],
  [SECRET, ["read_packages"], "**May give more**", "may widen"],
  [SECRET, [], "Gives less", "nothing"],
  ["default", SECRET, "Gives less", "nothing"],
  [undefined, ["read_packages"], "**May give more**", "may widen"],
  ["default", ["read_packages"], "Gives less", "nothing"],
  [["admin_packages"], ["read_packages"], "Gives less", "nothing"],
  [["read_packages"], undefined, "no longer managed", "nothing"],
])("says what an entry gave and gives: from %j to %j", (before, after, words, verdict) => {
  const one = changed(before, after);

  expect(linesOf(one)).toContain(words);
  expect(wideningOf(readingOf(preview([one]), { now: new Date("2027-01-10T12:00:00Z") }))).toBe(verdict);
  expect(widens(accessOf([one]))).toBe(verdict !== "nothing");
});

it("writes old and new in words", () => {
  expect(linesOf(changed([], ["read_jobs", "read_packages"]))).toContain(
    "job tokens of `acme/deploy` in `acme/billing`: `cloning only` → `read_jobs, read_packages`",
  );
});

it("tells nothing of an entry whose permissions stay", () => {
  expect(linesOf(changed(["read_jobs", "read_packages"], ["READ_PACKAGES", "read_jobs"]))).toBe("");
});

it("says what a new entry lets job tokens do", () => {
  const list = (permissions: unknown) =>
    change("JobTokenAllowlist", "list", {
      before: { project: "acme/billing", projects: [] },
      after: { project: "acme/billing", projects: [{ project: "acme/deploy", permissions }] },
    });

  expect(linesOf(list(["read_packages", "admin_releases"]))).toContain(
    "job tokens of `acme/deploy` may read and change releases of, read packages of `acme/billing`",
  );
  expect(linesOf(list([]))).toContain("may only clone `acme/billing`");
  expect(linesOf(list("default"))).toContain("may open `acme/billing`");
});

it("tells narrowed edges of the picture from those with default permissions", () => {
  const list = (groups: readonly unknown[]) => ({
    project: "acme/billing",
    projects: ["acme/a", { project: "acme/b", permissions: ["read_jobs"] }, { project: "acme/c", permissions: [] }],
    groups,
  });
  const three = { group: "acme/g", permissions: ["read_jobs", "read_packages", "read_releases"] };
  const picture = graphOf(accessOf([change("JobTokenAllowlist", "list", { before: list([]), after: list([three]) })]));

  expect(picture?.split("\n").filter((line) => line.includes(">"))).toEqual([
    "  n1 --> n2",
    "  n3 -->|read_jobs| n2",
    "  n4 -->|cloning only| n2",
    "  n5 ==>|gains 3 permissions| n2",
  ]);
});
