import { SECRET } from "../../../../cli/preview/events";
import { markdownOf } from "../../../../cli/report/markdown";
import { type Reading, readingOf, wideningOf } from "../../../../cli/report/reading";
import { KINDS, type TypeName } from "../../../../provider/domain/kinds";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { change, preview } from "../../../support/cli/change";

const now = new Date("2027-01-10T12:00:00Z");
const subject = { project: "access", stack: "prod" };
const reading = (...changes: Parameters<typeof preview>[0]): Reading => readingOf(preview(changes), { now });
const text = (...changes: Parameters<typeof preview>[0]) => markdownOf(reading(...changes), subject);

const project = "acme/billing";
const rotation = { expirationDays: 30, rotateBeforeDays: 7 };
const token = {
  project,
  name: "release",
  scopes: ["read_api"],
  accessLevel: "reporter",
  rotationConfiguration: rotation,
  expiresAt: "2027-01-31",
};
const variable = { project, key: "TOKEN", environmentScope: "*", protected: true, masked: true, hidden: false };
const runner = {
  runnerType: "project_type",
  project,
  tagList: ["deploy"],
  runUntagged: false,
  accessLevel: "ref_protected",
  locked: true,
};

/** One declaration of every type, and the same with something changed. */
const samples: Readonly<Record<TypeName, readonly [object, object]>> = {
  JobTokenScope: [
    { project, enabled: true },
    { project, enabled: false },
  ],
  ScopeAllowlistEntry: [
    { project, targetProject: "acme/deploy" },
    { project, targetProject: "acme/docs" },
  ],
  GroupAllowlistEntry: [
    { project, targetGroup: "acme" },
    { project, targetGroup: "tools" },
  ],
  JobTokenAllowlist: [
    { project, projects: ["acme/deploy"] },
    { project, projects: ["acme/docs"] },
  ],
  UserRunner: [runner, { ...runner, tagList: [] }],
  RotatingProjectToken: [token, { ...token, scopes: ["api"] }],
  RotatingGroupToken: [
    { ...token, project: undefined, group: "acme" },
    { ...token, project: undefined, group: "acme", scopes: ["api"] },
  ],
  ProjectVariable: [variable, { ...variable, protected: false }],
  GroupVariable: [
    { ...variable, project: undefined, group: "acme" },
    { ...variable, project: undefined, group: "acme", protected: false },
  ],
};
const titles = {
  access: "Whose job tokens open what",
  token: "Tokens and when they rotate",
  runner: "Runners",
  variable: "Variables",
} as const;
const types = Object.entries(KINDS).map(([type, kind]) => ({
  type,
  kind,
  sample: new Map(Object.entries(samples)).get(type),
}));

describe.each(types)("$type", ({ type, kind, sample: [one = {}, other = {}] = [] }) => {
  it.each([
    ["created", { after: { ...one } }],
    ["changed", { before: { ...one }, after: { ...other } }],
    ["deleted", { before: { ...one } }],
  ])("that is %s stands in the section of its kind", (_what, sides) => {
    expect(text(change(type, "it", sides))).toMatch(new RegExp(`^#### ${titles[kind]}\n\n(?:.+\n\n)*- \\S`, "m"));
  });

  it("that gives more is told as more, and never as nothing", () => {
    const changed = reading(change(type, "it", { before: { ...one }, after: { ...other } }));

    expect(wideningOf(changed)).toBe("widens");
    expect(markdownOf(changed, subject)).toContain("> [!caution]\n> **This change widens access**");
  });

  it("that stays widens nothing", () => {
    expect(wideningOf(reading(change(type, "it", { before: { ...one }, after: { ...one }, operation: "same" })))).toBe(
      "nothing",
    );
  });
});

it("a merge request that gives a token, its variable and a runner more says so of each, from what to what", () => {
  const report = text(
    change("RotatingProjectToken", "release", {
      before: token,
      after: { ...token, scopes: ["api", "write_repository"], accessLevel: "maintainer", expiresAt: "2027-02-09" },
      operation: "replace",
    }),
    change("ProjectVariable", "release", { before: variable, after: { ...variable, protected: false, masked: false } }),
    change("UserRunner", "deploy", { before: runner, after: { ...runner, accessLevel: "not_protected" } }),
  );

  expect(report).toContain(
    "1 token that gives more, 1 variable that gives more, 1 runner that gives more, 3 changes in all.",
  );
  expect(report).toContain(
    "- **Replaced by a new one**: access token `release` of `project acme/billing`; ends `2027-01-31` → `2027-02-09`, due again from `2027-02-02` on; " +
      "`scopes`: `read_api` → `api, write_repository`; `accessLevel`: `reporter` → `maintainer`; **gives more than before** by `scopes`, `accessLevel`",
  );
  expect(report).toContain(
    "`protected`: `true` → `false`; `masked`: `true` → `false`; **gives more than before** by `protected`, `masked`",
  );
  expect(report).toContain(
    "`accessLevel`: `ref_protected` → `not_protected`; **gives more than before** by `accessLevel`",
  );
});

it("a new token says what it may do", () => {
  expect(text(change("RotatingProjectToken", "release", { after: token }))).toContain(
    "- **New**: access token `release` of `project acme/billing`; ends `2027-01-31`, due again from `2027-01-24` on; scopes `read_api`; role `reporter`; **gives more than before**",
  );
});

it("a renewal under the same configuration gives nothing more", () => {
  const renewed = change("RotatingProjectToken", "release", {
    before: token,
    after: { ...token, expiresAt: "2027-02-09" },
  });

  expect(wideningOf(reading(renewed))).toBe("nothing");
  expect(text(renewed)).toContain(
    "No job token gains access, and no token, variable or runner gives more: 1 change in all.",
  );
});

it("a previous token does not outlive its own end, whatever the overlap", () => {
  const after = { ...token, expiresAt: "2027-02-09", retirePreviousAt: "2027-02-03" };

  expect(text(change("RotatingProjectToken", "release", { before: token, after }))).toContain(
    "stays good until `2027-01-31`",
  );
});

it.each([
  ["a runner", "UserRunner", runner, "widens"],
  ["a token", "RotatingProjectToken", token, "widens"],
  ["a variable", "ProjectVariable", variable, "may widen"],
  ["an entry", "ScopeAllowlistEntry", { project, targetProject: "acme/deploy" }, "may widen"],
  ["an open project", "JobTokenScope", { project, enabled: false }, "may widen"],
  ["a closed project", "JobTokenScope", { project, enabled: true }, "nothing"],
])("%s that is declared for the first time: %s %j %s", (_what, type, after, expected) => {
  expect(wideningOf(reading(change(type, "it", { after })))).toBe(expected);
});

it("what is declared for the first time is kept apart from gains, and may be there already", () => {
  const known = change("JobTokenAllowlist", "shop", {
    before: { project: "acme/shop", projects: [] },
    after: { project: "acme/shop", projects: ["acme/docs"] },
  });
  const first = change("JobTokenAllowlist", "billing", {
    after: { project, projects: ["acme/deploy"], enabled: true },
  });

  const report = text(known, first);

  expect(report).toContain(
    "- **Gains**: job tokens of `acme/docs` may open `acme/shop`\n\nDeclared for the first time; may be there already:\n\n",
  );
  expect(report).toContain(
    "- Closed: `acme/billing` to every job token that is not on its allowlist, unless it is so already\n",
  );
  expect(report).toContain("- **May gain**: job tokens of `acme/deploy` may open `acme/billing`\n");
  expect(report).toContain("1 access gained, 1 access declared for the first time and perhaps there already");
});

it("a variable under a new resource name is no new one, and a token is", () => {
  const moved = (type: string, inputs: object) => [
    change(type, "old", { before: { ...inputs } }),
    change(type, "new", { after: { ...inputs } }),
  ];

  expect(wideningOf(reading(...moved("ProjectVariable", variable)))).toBe("nothing");
  expect(wideningOf(reading(...moved("RotatingProjectToken", token)))).toBe("widens");
});

it("a token whose predecessor is kept in GitLab gives more, as does one in another place", () => {
  const replaced = { before: token, after: token, operation: "replace" } as const;

  expect(wideningOf(reading(change("RotatingProjectToken", "x", replaced)))).toBe("nothing");
  expect(wideningOf(reading(change("RotatingProjectToken", "x", { ...replaced, retainOnDelete: true })))).toBe(
    "widens",
  );
  expect(
    wideningOf(
      reading(change("RotatingProjectToken", "x", { ...replaced, after: { ...token, project: "acme/vault" } })),
    ),
  ).toBe("widens");
});

it.each([SECRET, UNKNOWN])(
  "%s in a setting, an address or a switch of a step that changes something is a gain",
  (hidden) => {
    const cases = [
      change("RotatingProjectToken", "x", { before: token, after: { ...token, accessLevel: hidden } }),
      change("ProjectVariable", "x", {
        before: { ...variable, project: hidden },
        after: { ...variable, project: hidden },
      }),
      change("UserRunner", "x", { before: runner, after: { ...runner, tagList: hidden } }),
      change("JobTokenScope", "x", {
        before: { project: hidden, enabled: false },
        after: { project: hidden, enabled: false },
      }),
      change("JobTokenScope", "x", { after: { project, enabled: hidden } }),
      change("JobTokenAllowlist", "x", { after: { project, projects: hidden } }),
    ];

    expect(cases.map((one) => wideningOf(reading(one)))).toEqual([
      "widens",
      "widens",
      "widens",
      "may widen",
      "may widen",
      "widens",
    ]);
  },
);

it("of two declarations of one switch the open one counts", () => {
  const closed = change("JobTokenAllowlist", "z", {
    before: { project, enabled: true, projects: [] },
    after: { project, enabled: true, projects: [] },
  });
  const opened = change("JobTokenScope", "a", {
    before: { project, enabled: true },
    after: { project, enabled: false },
  });

  expect(wideningOf(reading(closed, opened))).toBe("widens");
});

it("a list that replaces what is there says that others lose access", () => {
  const list = { project, projects: ["acme/deploy"], replaceExisting: true };

  expect(text(change("JobTokenAllowlist", "billing", { after: list }))).toContain(
    "- **Loses**: whoever else is listed in `acme/billing`: its list of projects is replaced",
  );
  expect(text(change("JobTokenAllowlist", "billing", { before: list, after: list, operation: "same" }))).not.toContain(
    "Loses",
  );
});

it("no gain and no loss is cut, however many there are: they are folded by project", () => {
  const many = Array.from({ length: 90 }, (_, index) => `acme/a/service-${index}`);
  const before = (name: string) => ({ project: name, projects: ["acme/gone"] });
  const report = text(
    change("JobTokenAllowlist", "a", { before: before("acme/a"), after: { project: "acme/a", projects: many } }),
    change("JobTokenAllowlist", "v", {
      before: before("acme/vault"),
      after: { project: "acme/vault", projects: ["mallory/x"] },
    }),
  );

  expect(report.match(/^- \*\*Gains\*\*/gm)).toHaveLength(91);
  expect(report.match(/^- \*\*Loses\*\*/gm)).toHaveLength(2);
  expect(report).toContain(
    "<details><summary><code>acme/vault</code>: 2</summary>\n\n- **Gains**: job tokens of `mallory/x`",
  );
});

it("what a refresh could not see leaves no clean verdict on drift", () => {
  const seen = readingOf(preview([], { notSeen: ["project acme/x (1)"] }), { now });

  expect(markdownOf(seen, subject)).toContain(
    "**Not everything was seen**: nobody can say whether GitLab holds what the state says.",
  );
  expect(markdownOf(seen, subject)).toContain("#### Not seen\n\n- project acme/x (1)");
  expect(markdownOf(seen, subject)).not.toContain("Nothing changes");
});

it("a violation of another pack that looks like a waiver of ours counts as it stands", () => {
  const message = 'A rule.\nWaived ("\\q"): x';
  const violation = { urn: undefined, message, rule: "other", level: "advisory", severity: undefined };

  expect(markdownOf(readingOf(preview([], { violations: [violation] }), { now }), subject)).toMatch(
    /^- `other`: Waived/m,
  );
});
