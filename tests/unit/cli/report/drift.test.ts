import { type Change, SECRET } from "../../../../cli/preview/events";
import { markdownOf } from "../../../../cli/report/markdown";
import { readingOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const project = "acme/billing";

/** What a report says that somebody changed: the state said `expected`, GitLab has `found`, and the program still wants `expected`. */
function sectionOf(type: string, expected: object, found: object): string {
  const one: Change = change(type, "it", {
    ...{ expected: { project, ...expected }, before: { project, ...found }, after: { project, ...expected } },
    outputs: { projectId: "1", targetProjectId: "2" },
  });
  const report = markdownOf(readingOf(preview([one]), { now: new Date("2027-01-10T12:00:00Z") }), {
    project: "access",
    stack: "prod",
  });
  return /^#### Changed behind Pulumi's back\n\n([^#]*)/m.exec(report)?.[1]?.trim() ?? "";
}

const entry = (permissions: unknown) => ({ targetProject: "acme/deploy", permissions });
const list = (permissions: unknown) => ({ projects: [{ project: "acme/deploy", permissions }], groups: [] });
const whose = "job tokens of `acme/deploy` in `acme/billing`";

describe("a refresh that finds other permissions says which they were and are", () => {
  it.each([
    ["more", ["read_packages"], "default", `- **Gives more**: ${whose}: \`read_packages\` → \`default permissions\``],
    [
      "more of one kind",
      ["read_packages"],
      ["admin_packages"],
      `- **Gives more**: ${whose}: \`read_packages\` → \`admin_packages\``,
    ],
    ["less", "default", [], `- Gives less: ${whose}: \`default permissions\` → \`cloning only\``],
    ["what is secret", SECRET, ["read_jobs"], `- **May give more**: ${whose}: \`secret\` → \`read_jobs\``],
  ])("%s", (_what, before, found, line) => {
    expect(sectionOf("ScopeAllowlistEntry", entry(before), entry(found))).toBe(line);
    expect(sectionOf("JobTokenAllowlist", list(before), list(found))).toBe(line);
  });

  it("and nothing where they are the same in another order or case", () => {
    const [before, found] = [entry(["read_jobs", "read_packages"]), entry(["READ_PACKAGES", "read_jobs"])];

    expect(sectionOf("ScopeAllowlistEntry", before, found)).toBe("");
  });
});

it.each([
  [
    "push settings that were turned on",
    { crossProjectPushForJobTokenAllowed: false },
    { crossProjectPushForJobTokenAllowed: true },
    "- **Gains**: job tokens of other projects may push to `acme/billing`, where their entry gives that",
  ],
  [
    "a project that was opened",
    { enabled: true },
    { enabled: false },
    "- **Opened**: `acme/billing` to the job tokens of **every project**",
  ],
])("a refresh that finds %s says so", (_what, before, found, line) => {
  expect(sectionOf("JobTokenScope", before, found)).toBe(line);
});
