import fc from "fast-check";
import { markdownOf } from "../../../../cli/report/markdown";
import { type Reading, readingOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

/** What GitLab makes a link, a mention, a reference or a command of, where it stands outside of code. */
const EFFECTS: Readonly<Record<string, RegExp>> = {
  mention: /(?<![\w/])@\w/,
  "reference by a sign": /(?<!&)[#!&%~$^](?:"|\w)/,
  "reference in brackets": /\[(?:issue|epic|vulnerability|contact|cadence|wiki_page|work_item|feature_flag):/i,
  "reference to a project": /\w\/\w+>/,
  commit: /\b[\da-f]{7,40}\b/i,
  "issue of another tracker": /\b[A-Z][A-Z\d_]+-\d/,
  link: /[a-z][a-z\d+.-]*:\/\/|\bwww\.|(?<!\\)\](?:\(|\[)/i,
  markup: /(?<!\\)<[a-z/!]/i,
  emphasis: /(?<!\\)[*_`~]/,
};

const WORDS = [
  ...[
    "@all",
    "@root",
    "#1",
    "!2",
    "&3",
    "%4",
    "$5",
    "~bug",
    '~"a b"',
    "^alert#6",
    "acme/a#1",
    "acme/a!2",
    "acme/a@0123abcd",
    "acme/a>",
  ],
  ...[
    "0123abcdef",
    "deadbeef...cafebabe",
    "JIRA-1",
    "GL-12",
    "[vulnerability:7]",
    "[issue:acme/a/8]",
    "[[wiki]]",
    "[x](https://evil.example)",
  ],
  ...[
    "![x](//evil.example/p.png)",
    "https://evil.example",
    "ssh://evil",
    "www.evil.example",
    "<https://evil.example>",
    "a@evil.example",
  ],
  ...[
    "<img src=x>",
    "<script>",
    "</details>",
    "</code>",
    "</summary>",
    "<!-- x -->",
    "-->",
    "&lt;b&gt;",
    "`",
    "``",
    "```",
    "*a*",
    "_b_",
    "~~c~~",
  ],
  ...[
    "\n/approve",
    "\n/merge",
    "\r\n/close",
    "\n#### Title",
    "\n- x",
    "\n> x",
    "\n```",
    "\n---",
    "\\",
    "\\@all",
    "\\#1",
    "\u202e",
    "\u200b@all",
    "|",
    "$`x`$",
    "{+x+}",
    ":+1:",
    "",
  ],
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 5 })), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** The report of a run in which everything that a program, a policy or GitLab names is called by these names. */
function reportOf([a = "", b = "", c = ""]: readonly string[]): string {
  const rotation = { expirationDays: 30, rotateBeforeDays: 7 };
  const token = { project: a, scopes: [b], accessLevel: c, rotationConfiguration: rotation, expiresAt: b };
  const variable = { project: a, key: b, environmentScope: c, protected: true };
  const runner = { runnerType: a, project: b, tagList: [a, b], description: c, accessLevel: c };
  const foreign = { ...change("x", c, { after: {} }), type: `pulumi-nodejs:dynamic/${a}` };
  const other = { ...change("x", a, { after: {} }), type: b };
  const changes = [
    change("ScopeAllowlistEntry", a, {
      before: { project: a, targetProject: b },
      after: { project: b, targetProject: c },
      operation: "replace",
    }),
    change("JobTokenAllowlist", b, {
      after: { project: c, projects: [a, b], groups: [c], replaceExisting: true, enabled: false },
    }),
    change("JobTokenScope", c, {
      before: { project: a, enabled: true },
      after: { project: a, enabled: false },
      expected: { project: a, enabled: false },
    }),
    change("RotatingProjectToken", a, { before: token, after: { ...token, scopes: [c], accessLevel: a } }),
    change("RotatingProjectToken", b, {
      before: token,
      after: token,
      operation: "same",
      expected: { ...token, [a]: b },
    }),
    change("ProjectVariable", b, { before: variable, after: { ...variable, environmentScope: a, protected: false } }),
    change("UserRunner", c, { before: { ...runner, tagList: [c] }, after: runner }),
    foreign,
    other,
  ];
  const violations = ["mandatory", "advisory"].map((level) => ({
    urn: `urn:pulumi:s::p::t::${a}`,
    message: `x\n${b}`,
    rule: c,
    level,
    severity: a,
  }));
  const waived = {
    urn: undefined,
    message: `x\nWaived (${JSON.stringify(a)}): ${b}`,
    rule: c,
    level: "advisory",
    severity: undefined,
  };
  const reading: Reading = readingOf(
    preview(changes, { violations: [...violations, waived], errors: [a, b], unreadable: [c], result: "failed" }),
    { now: new Date("2027-01-10T12:00:00Z") },
  );
  const found = { unknownAddresses: [{ name: a, why: b, meant: c }], notes: [a, b, c] };
  return markdownOf(
    { ...reading, ...found },
    {
      project: a,
      stack: b,
      provenance: { commit: "0123abcd", pipeline: "1", jobUrl: "https://gitlab.acme.example/job" },
    },
  );
}

/** What is left where nothing in code counts: as CommonMark finds code, and no more of its rules than names could use. */
function outsideOfCode(markdown: string): string {
  const withoutBlocks: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const ticks = /^(`{3,})(?:mermaid)?$/.exec(line)?.[1];
    if (fence === undefined && ticks === undefined) withoutBlocks.push(line);
    else if (fence === undefined) fence = ticks;
    else if (line === fence) fence = undefined;
  }
  expect(fence).toBeUndefined();
  return withoutBlocks.map(withoutSpans).join("\n");
}

function withoutSpans(line: string): string {
  let rest = line.replace(/<code>[^<]*<\/code>/g, "");
  let out = "";
  for (;;) {
    const opening = /(?<!\\)`+/.exec(rest);
    if (opening === null) return out + rest;
    const [ticks] = opening;
    const after = rest.slice(opening.index + ticks.length);
    const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(after);
    out += rest.slice(0, opening.index);
    if (closing === null) return `${out}${ticks}${after}`;
    rest = after.slice(closing.index + ticks.length);
  }
}

/** What the report itself writes. */
const OURS = [
  /^<!-- gitlab-ci-access report [\w.%]+ -->$/gm,
  /^<!-- made by pipeline 1 of commit 0123abcd -->$/gm,
  /^#{3,4} [\w ,':]+$/gm,
  /^> \[!(?:caution|warning)\]$/gm,
  /<sub>Preview of 0123abcd by <a href="https:\/\/gitlab\.acme\.example\/job">this job<\/a>/g,
  /<\/?(?:details|summary|sub)>/g,
  /\*\*/g,
];

it("nothing from names is a link, a mention, a reference, markup or a command, whatever they are", () => {
  fc.assert(
    fc.property(fc.tuple(name, name, name), (names) => {
      const report = reportOf(names);
      const shown = OURS.reduce((text, ours) => text.replace(ours, ""), outsideOfCode(report));
      const unescaped = shown.replace(/\\([!-/:-@[-`{-~])/g, "$1");

      for (const [what, effect] of Object.entries(EFFECTS))
        expect({
          what,
          in: (what === "emphasis" || what === "link" || what === "markup" ? shown : unescaped).match(effect)?.[0],
        }).toEqual({ what, in: undefined });
      expect(report).not.toMatch(/^\/\w/m);
      expect(shown).not.toMatch(/^\s*\/\w/m);
      expect(report.match(/^#### /gm)?.length).toBe(new Set(report.match(/^#### .*/gm)).size);
    }),
    { numRuns: 400 },
  );
});
