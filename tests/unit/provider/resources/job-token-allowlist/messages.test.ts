import { refusal } from "../../../../../provider/domain/user-error";
import type { Place } from "../../../../../provider/gitlab/place";
import type { Failure } from "../../../../../provider/resources/job-token-allowlist/edit";
import { foreignEntries, removed, report } from "../../../../../provider/resources/job-token-allowlist/messages";
import type { Entry } from "../../../../../provider/resources/job-token-allowlist/plan";

const BILLING: Place = { kind: "project", id: "12" };
const project = (id: string, path?: string): Entry => ({ kind: "project", id, path });
const failure = (doing: Failure["doing"], entry: Entry, message = `Could not ${doing} it.`): Failure => ({
  entry,
  doing,
  error: refusal("refused", message),
});
const well = {
  project: BILLING,
  failures: [],
  missing: [],
  kept: [],
  isFilled: true,
  stop: undefined,
};

describe("the report of a run", () => {
  it("is none where all came out as declared", () => {
    expect(report({ ...well, toSwitch: { enabled: true, failure: undefined } })).toBeUndefined();
  });

  it("names every entry once: what failed, what did not come to its turn, what was kept", () => {
    const deploy = { ...project("7"), called: "acme/old/deploy" };
    const found = report({
      ...well,
      failures: [failure("add", deploy), failure("remove", project("8", "acme/x"))],
      missing: [project("9")],
      kept: [project("8", "acme/x"), project("10", "acme/y")],
      isFilled: false,
    });

    expect(found?.reasons).toEqual([
      "Of the changes to the job token allowlist of project 12 these failed: add project acme/old/deploy, remove project acme/x.",
      "Not yet added to the job token allowlist of project 12: project 9.",
      "Kept in the job token allowlist of project 12 because of what failed: project acme/y.",
      "Could not add it.",
      "Could not remove it.",
    ]);
  });

  it("tells a reason that many share once", () => {
    const failures = ["1", "2", "3"].map((id) => failure("add", project(id), "No."));

    expect(report({ ...well, failures })?.reasons.filter((text) => text === "No.")).toHaveLength(1);
  });

  it("says that the switch was not turned on, where it was to be and is off", () => {
    const off = { ...well, failures: [failure("add", project("7"))], isFilled: false };
    const says = (enabled: boolean) =>
      report({ ...off, toSwitch: { enabled, failure: undefined } })
        ?.reasons.join()
        .includes("was not turned on");

    expect([says(false), says(true)]).toEqual([true, false]);
  });

  it("begins with what ended the run early", () => {
    expect(report({ ...well, stop: refusal("lost", "The connection broke.") })?.reason.message).toBe(
      "The connection broke.",
    );
  });

  it("loses no name of a long list: what no error holds is said beside it", () => {
    const failures = Array.from({ length: 400 }, (_, index) =>
      failure("add", project(`${index}`, `acme/${"x".repeat(60)}-${index}`), "No."),
    );
    const found = report({ ...well, failures });

    expect(found?.reasons.join().length).toBeLessThan(10_000);
    const said = [...(found?.reasons ?? []), ...(found?.more ?? [])].join("\n");
    expect(failures.filter(({ entry }) => !new RegExp(`add project ${entry.path}[,.]`).test(said))).toEqual([]);
  });
});

it("the text to paste has paths where GitLab gives them, and ids elsewhere", () => {
  const foreign: Entry[] = [
    project("7", "acme/deploy"),
    project("8"),
    { kind: "group", id: "9", path: "acme/platform" },
  ];

  expect(foreignEntries(BILLING, foreign)).toContain('(projects: ["acme/deploy", 8], groups: ["acme/platform"])');
});

it("what a destroy removed is told by id", () => {
  expect(removed(BILLING, [project("7", "acme/deploy"), project("8")])).toBe(
    "Removed from the job token allowlist of project 12: project 7 (acme/deploy), project 8. Its switch stays as it is.",
  );
});

it("names the project as the program calls it, and its id", () => {
  expect(removed({ ...BILLING, called: "acme/billing" }, [])).toContain(
    "the job token allowlist of project acme/billing (12)",
  );
});
