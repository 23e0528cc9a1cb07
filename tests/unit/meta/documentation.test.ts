import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { type Block, blocksOf, tableIn } from "../../support/markdown";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const filesIn = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
/** A family's folder holds its classes beside what runs. */
const classFiles = filesIn("provider/resources")
  .flatMap(filesIn)
  .filter((file) =>
    /^export class \w+ extends (?:pulumi\.(?:ComponentResource|CustomResource)|RotatingToken|Variable) /m.test(
      read(file),
    ),
  );
/** What twins have alike. */
const sharedFiles = filesIn("provider/resources")
  .flatMap(filesIn)
  .filter((file) => /^export abstract class \w+ extends pulumi\.CustomResource/m.test(read(file)));

const guides = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const documented = [...classFiles, "provider/provider.ts"];
const blocks = ["README.md", ...guides, ...documented].flatMap(blocksOf);
const inLanguage = (language: string) => blocks.filter((block) => block.language === language);

/** What the compiler says of each snippet, each a file of its own beside the examples. */
function problemsOf(all: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { tsBuildInfoFile: _, ...options } = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
  const compilerOptions = { ...options, incremental: false, noUnusedLocals: false };
  const files = new Map(all.map(({ code }, index) => [join(root, `examples/snippet-${index}.mts`), code]));
  const host = ts.createCompilerHost(compilerOptions);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version, true);
  };
  const program = ts.createProgram([...files.keys()], compilerOptions, host);
  return [...files.keys()]
    .flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)))
    .map(({ file, messageText }) => {
      const index = [...files.keys()].indexOf(file?.fileName ?? "");
      return `${all[index]?.where ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

it("every program in the README, the guides and doc comments compiles, and one that does not is found", () => {
  const code = `import * as gitlab from "pulumi-gitlab-ci-access";\nnew gitlab.JobTokenScope("x", { projct: 1 });`;
  const programs = inLanguage("ts");

  expect(programs.length).toBeGreaterThan(20);
  expect(problemsOf([...programs, { where: "here", language: "ts", code }])).toEqual([
    expect.stringMatching(/^here: .*projct/),
  ]);
});

it("the README's first program is examples/minimal", () => {
  const [first] = blocksOf("README.md");
  const withoutLayout = (code: string) => code.replace(/\s+/g, "").replaceAll(",)", ")");
  expect(withoutLayout(first?.code ?? "")).toBe(withoutLayout(read("examples/minimal/index.ts")));
});

describe.each(documented)("%s", (file) => {
  it("says what is needed, shows an example, and links to GitLab", () => {
    const text = read(file);
    expect(text).toMatch(/@example .+\n \* ```ts/);
    expect(text).toMatch(/@see https:\/\/docs\.gitlab\.com\//);
    if (file.startsWith("provider/resources"))
      expect(text).toMatch(/\*\*Needs\*\* a (?:personal or service account )?token with scope/);
  });
});

describe.each([...documented, ...sharedFiles])("%s", (file) => {
  it("documents every input, output and parameter", () => {
    const lines = read(file).split("\n");
    const members = lines.flatMap((line, index) =>
      /^\s+(declare )?readonly \w+\??:/.test(line) && !/: never;/.test(line) ? [index] : [],
    );
    const bare = members.filter((index) => !/\*\/$/.test(lines[index - 1] ?? "")).map((index) => lines[index]);
    expect(bare).toEqual([]);
  });
});

const classes = [...read("provider/index.ts").matchAll(/\b([A-Z]\w+), type \1Args/g)].map(([, name = ""]) => name);
const fileOf = (name: string) => documented.find((file) => read(file).includes(`export class ${name} `)) ?? "";

it("the README's table of resources is complete", () => {
  expect(classes.length).toBeGreaterThan(3);
  expect(tableIn("README.md", "resource").map(([name]) => name)).toEqual(expect.arrayContaining([...classes]));
  expect(tableIn("README.md", "resource")).toHaveLength(classes.length);
});

/** The scopes and roles that a text names. */
function demandsIn(text: string): string[] {
  const found = text.match(/`(?:\w+_runner|api|self_rotate)`|\b(?:Maintainer|Owner|administrator)\b/g) ?? [];
  return [...new Set(found)].sort();
}

function needsOf(name: string): string[] {
  return demandsIn(/\*\*Needs\*\* .*?(?= \* - \*\*| \*\/)/s.exec(read(fileOf(name)))?.[0] ?? "");
}

describe.each(classes.filter((name) => name !== "Provider"))("%s", (name) => {
  it("needs in docs/credentials.md the scopes and roles that its own documentation names", () => {
    const row = tableIn("docs/credentials.md", "resource").find(([resource]) => resource === name);
    expect(needsOf(name)).not.toEqual([]);
    expect(demandsIn(row?.slice(1).join(" ") ?? "")).toEqual(needsOf(name));
  });

  it("needs in the README's table the roles that its own documentation names", () => {
    const row = tableIn("README.md", "resource").find(([resource]) => resource === name);
    const roles = needsOf(name).filter((demand) => !demand.startsWith("`"));
    expect(demandsIn(row?.at(-1) ?? "")).toEqual(roles);
  });
});

it("the guide's table of rules is complete, with the level of each, and the README's rows are among them", () => {
  const rules = filesIn("policies/rules").map((file) => {
    const text = read(file);
    return `${/^ {2}name: "([\w-]+)"/m.exec(text)?.[1]} ${/enforcementLevel: "(\w+)"/.exec(text)?.[1]}`;
  });
  const rowsOf = (file: string) => tableIn(file, "rule").map(([rule, level]) => `${rule} ${level}`);
  expect(rowsOf("docs/policies.md").sort()).toEqual(rules.sort());
  expect(rowsOf("README.md")).toHaveLength(3);
  expect(rules).toEqual(expect.arrayContaining(rowsOf("README.md")));
});

it("the README is read in ten minutes, in a terminal too", () => {
  const lines = read("README.md").trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(200);
  expect(lines.filter((line) => line.startsWith("|") && line.length > 120)).toEqual([]);
});

it("the pages that violations link to are those of the package's home", () => {
  const { homepage } = JSON.parse(read("package.json"));
  expect(read("policies/rule.ts")).toContain(`"${homepage}"`);
});

it.each([
  ["README.md", "a run that names targets doesn't hear of the other resources"],
  ["docs/allowlists.md", "doesn't hear of the resources that it leaves out"],
  ["docs/rotation.md", "A plan of `pulumi preview --save-plan` holds within one UTC day"],
  ["docs/preview-in-ci.md", "Whoever writes the branch's program can forge its report and its verdict"],
  ["docs/state-and-secrets.md", "Only a provider process that was started and not asked anything yet stays"],
  ["examples/ci-pipeline/README.md", "Whoever writes the branch's program can forge its report and its verdict"],
  ["docs/troubleshooting.md", "`--diff` shows `~ projects (hidden)` and `~ groups (hidden)`"],
  ["provider/provider.ts", "Two addresses of one GitLab count as two"],
])("%s says what this package can't mend: %s", (file, sentence) => {
  expect(read(file).replace(/\s+(?:\* +)?/g, " ")).toContain(sentence);
});
