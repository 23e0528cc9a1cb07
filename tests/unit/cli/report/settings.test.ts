import { type Change, SECRET } from "../../../../cli/preview/events";
import { markdownOf } from "../../../../cli/report/markdown";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const now = new Date("2027-01-10T12:00:00Z");
const reading = (...changes: readonly Change[]) => readingOf(preview(changes), { now });
const text = (...changes: readonly Change[]) => markdownOf(reading(...changes), { project: "access", stack: "prod" });

const project = "acme/billing";
const variable = { project, key: "TOKEN", environmentScope: "production", protected: true, masked: true };
const token = {
  ...{ project, name: "release", scopes: ["read_api"], accessLevel: "reporter", expiresAt: "2027-01-31" },
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
};
const runner = { runnerType: "project_type", project, tagList: ["deploy"], runUntagged: false };

describe("what retainOnDelete keeps is not told as lost", () => {
  const kept = { retainOnDelete: true, outputs: { expiresAt: "2027-01-31" } };

  it.each([
    ["RotatingProjectToken", token, "access token `it` of `project acme/billing`; GitLab ends it on `2027-01-31`"],
    ["ProjectVariable", variable, "`it` (TOKEN of acme/billing, environment production)"],
    ["UserRunner", runner, "`it` (acme/billing, tags deploy, tagged jobs only, any branch)"],
    ["ScopeAllowlistEntry", { project, targetProject: "acme/a" }, "job tokens of `acme/a` may open `acme/billing`"],
  ])("%s: %j", (type, before, what) => {
    const gone = change(type, "it", { before, ...kept });

    expect(text(gone)).toContain(`- Stays in GitLab, no longer managed: ${what}`);
    expect(text(gone)).not.toMatch(/Revoked|Deleted|Loses| lost/);
  });

  it("a switch stays where it is", () => {
    const gone = change("JobTokenScope", "it", { before: { project, enabled: true }, retainOnDelete: true });

    expect(text(gone)).toContain("- Stays closed, no longer managed: `acme/billing`");
  });

  it.each([
    ["RotatingProjectToken", token, { ...token, scopes: ["read_registry"] }],
    ["UserRunner", runner, { ...runner, project: "acme/vault" }],
  ])("and a %s whose successor is another one lives on beside it, which is more", (type, before, after) => {
    const replaced = change(type, "it", { before, after, operation: "replace", ...kept });

    expect(text(replaced)).toContain("; the old one stays in GitLab, no longer managed; **gives more than before**");
    expect(text(change(type, "it", { before, after, operation: "replace" }))).not.toContain("the old one stays");
  });

  it("an entry whose successor is another one stays", () => {
    const sides = { before: { project, targetProject: "acme/a" }, after: { project, targetProject: "acme/b" } };
    const report = text(change("ScopeAllowlistEntry", "it", { ...sides, operation: "replace", ...kept }));

    expect(report).toContain("- Stays in GitLab, no longer managed: job tokens of `acme/a` may open `acme/billing`");
    expect(report).not.toContain("Loses");
  });
});

describe("a variable is the same one as GitLab takes it", () => {
  const moved = (other: object) =>
    wideningOf(
      reading(
        change("ProjectVariable", "old", { before: variable }),
        change("ProjectVariable", "new", { after: { ...variable, ...other } }),
      ),
    );

  it.each([
    ["its project's path in other case", { project: "/Acme/Billing/" }, "nothing"],
    ["its key in other case", { key: "Token" }, "may widen"],
    ["its environment in other case", { environmentScope: "Production" }, "may widen"],
    ["a secret key", { key: SECRET }, "may widen"],
  ])("with %s", (_what, other, verdict) => {
    expect(moved(other)).toBe(verdict);
  });

  it.each([
    ["its key in other case", { key: "Token" }, "widens"],
    ["its project's path in other case", { project: "Acme/billing" }, "nothing"],
  ])("replaced with %s", (_what, other, verdict) => {
    const sides = { before: variable, after: { ...variable, ...other } };

    expect(wideningOf(reading(change("ProjectVariable", "it", { ...sides, operation: "replace" })))).toBe(verdict);
  });

  it("two secret keys are two variables", () => {
    const inputs = { ...variable, key: SECRET };
    const changes = [
      change("ProjectVariable", "old", { before: inputs }),
      change("ProjectVariable", "new", { after: { ...inputs, protected: false } }),
    ];

    expect(wideningOf(reading(...changes))).toBe("may widen");
  });
});

describe("a variable that two declarations speak of, as only an older state can hold it", () => {
  const open = { ...variable, protected: false };
  const stays = change("ProjectVariable", "stays", { before: open, after: open, operation: "same" });

  it("may lose its protection when the one that protects it goes", () => {
    const report = text(stays, change("ProjectVariable", "goes", { before: variable }));

    expect(report).toContain(
      "- Stays: `stays` (TOKEN of acme/billing, environment production); `protected`: `true` → `false`; **gives more than before** by `protected`",
    );
  });

  it("loses it under a new name too", () => {
    const changes = [
      change("ProjectVariable", "a", { before: variable }),
      change("ProjectVariable", "b", { before: open }),
      change("ProjectVariable", "new", { after: open }),
    ];

    expect(wideningOf(reading(...changes))).toBe("widens");
  });

  it("tells nothing while no step touches either", () => {
    const protects = change("ProjectVariable", "other", { before: variable, after: variable, operation: "same" });

    expect(wideningOf(reading(stays, protects))).toBe("nothing");
  });
});

it.each([
  ["ProjectVariable", variable, "only its value or its description"],
  ["UserRunner", runner, "only its description, its note or its token"],
])("an update of a %s that changes no setting says what it may be about", (type, inputs, words) => {
  expect(text(change(type, "it", { before: inputs, after: inputs }))).toMatch(
    new RegExp(`- \\*\\*Changes\\*\\*: \`it\` \\(.*\\); ${words}$`, "m"),
  );
});
