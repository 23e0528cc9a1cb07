import { refusal } from "../../../../../provider/domain/user-error";
import type { Place } from "../../../../../provider/gitlab/place";
import type { Failure } from "../../../../../provider/resources/job-token-allowlist/edit";
import { unseen } from "../../../../../provider/resources/job-token-allowlist/first-run";
import { noLongerPermitted, removed, report } from "../../../../../provider/resources/job-token-allowlist/messages";
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
  unchanged: [],
  kept: [],
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
      unchanged: [project("11", "acme/z")],
      kept: [project("8", "acme/x"), project("10", "acme/y")],
    });

    expect(found?.reasons).toEqual([
      "Of the changes to the job token allowlist of project 12 these failed: add project acme/old/deploy, remove project acme/x.",
      "Not yet added to the job token allowlist of project 12: project 9.",
      "Permissions not changed in the job token allowlist of project 12: project acme/z.",
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
    const failed = { ...well, failures: [failure("add", project("7"))] };
    const waits = "not everything declared is in the list.";
    const said = (enabled: boolean) => report({ ...failed, toSwitch: { enabled, failure: undefined, waits } })?.reasons;

    expect(said(false)).toContain(`The switch of project 12 was not turned on, because ${waits}`);
    expect(said(true)?.join()).not.toContain("was not turned on");
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

describe("the error of a first run", () => {
  const foreign: Entry[] = [
    project("7", "acme/deploy"),
    project("8"),
    { kind: "group", id: "9", path: "acme/platform" },
  ];
  const differing: Entry[] = [{ ...project("10", "acme/x"), permissions: "default" }];

  it("has a text to paste, with paths where GitLab gives them, and ids elsewhere", () => {
    expect(unseen(BILLING, { foreign, differing: [] }, undefined)).toBe(
      "The job token allowlist of project 12 holds entries that are not declared, and no preview has shown their removal. Nothing was touched. " +
        'Add them to the declaration (projects: ["acme/deploy", 8], groups: ["acme/platform"]), or set replaceExisting: true to have them removed.',
    );
  });

  it("has the permissions that GitLab holds, where the program declares others", () => {
    const some: Entry = { kind: "group", id: "9", path: "acme/y", permissions: ["read_jobs", "read_packages"] };

    expect(unseen(BILLING, { foreign: [], differing: [...differing, some] }, ["read_jobs"])).toBe(
      "The job token allowlist of project 12 holds entries with other permissions, and no preview has shown their change. Nothing was touched. " +
        'Declare the permissions that they have (projects: [{project: "acme/x", permissions: "default"}], groups: [{group: "acme/y", permissions: ["read_jobs", "read_packages"]}]), ' +
        "or set replaceExisting: true to have them changed.",
    );
  });

  it("says both where there is both", () => {
    const text = unseen(BILLING, { foreign, differing }, "default");

    expect(text).toContain("their removal. It holds entries with other permissions");
    expect(text).toContain('Declare the permissions that they have (projects: ["acme/x"]), or set');
  });
});

it("a preview names the entries whose permissions are no longer declared, and not those that go", () => {
  const element = (name: string) => ({ project: `acme/${name}`, permissions: ["read_jobs"] });
  const before = { project: 12, projects: [element("a"), element("b"), "acme/c"] };

  expect(noLongerPermitted(before, { project: 12, projects: ["acme/a", "acme/c"] })).toEqual([
    "The permissions of project acme/a are no longer declared and so no longer managed: the entry keeps what it has.",
  ]);
  expect(noLongerPermitted(before, before)).toEqual([]);
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
