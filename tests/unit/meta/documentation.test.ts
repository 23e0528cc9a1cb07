import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const typescript = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

interface Snippet {
  readonly where: string;
  readonly code: string;
}

/** The TypeScript blocks in a file: of a doc comment without its stars, of Markdown as they are. */
function snippetsOf(file: string): Snippet[] {
  const text = read(file).replace(/^ \* ?/gm, "");
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ""], index) => ({
    where: `${file}, example ${index + 1}`,
    code,
  }));
}

const documented = [...typescript("provider/resources"), "provider/provider.ts"];
/** A rule's examples are of the package alone, and leave its import out. */
const ofRules = typescript("policies/rules")
  .flatMap(snippetsOf)
  .map(({ where, code }) => ({ where, code: `import * as gitlab from "pulumi-gitlab-ci-access";\n${code}` }));
const snippets = [...["README.md", ...documented].flatMap(snippetsOf), ...ofRules];

/** What the compiler says of each snippet, each a file of its own beside the examples. */
function problemsOf(all: readonly Snippet[]): string[] {
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
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const index = [...files.keys()].indexOf(file?.fileName ?? "");
    return `${all[index]?.where ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

it("every example in the README and in doc comments compiles", () => {
  expect(snippets.length).toBeGreaterThan(8);
  expect(problemsOf(snippets)).toEqual([]);
});

it("an example that does not compile is found", () => {
  const wrong = `import * as gitlab from "pulumi-gitlab-ci-access";\nnew gitlab.JobTokenScope("x", { projct: 1 });`;
  expect(problemsOf([{ where: "here", code: wrong }])).toEqual([expect.stringMatching(/^here: .*projct/)]);
});

it("the README's first program is examples/minimal", () => {
  const [first] = snippetsOf("README.md");
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

  it("documents every input, output and parameter", () => {
    const lines = read(file).split("\n");
    const members = lines.flatMap((line, index) =>
      /^\s+(declare )?readonly \w+\??:/.test(line) && !/: never;/.test(line) ? [index] : [],
    );
    const bare = members.filter((index) => !/\*\/$/.test(lines[index - 1] ?? "")).map((index) => lines[index]);
    expect(bare).toEqual([]);
  });
});

/** The first column of the Markdown table whose heading begins like this. */
function column(heading: string): string[] {
  const lines = read("README.md").split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${heading} +\\|`).test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).flatMap((line) => /^\| `([^`]+)`/.exec(line)?.[1] ?? []);
}

it("the README's table of resources is complete", () => {
  const classes = [...read("provider/index.ts").matchAll(/\b([A-Z]\w+), type \1Args/g)].map(([, name]) => name);
  expect(classes.length).toBeGreaterThan(3);
  expect(column("resource").sort()).toEqual([...classes].sort());
});

it("the README's table of rules is complete, with the level of each", () => {
  const rules = typescript("policies/rules").map((file) => {
    const text = read(file);
    return `${/^ {2}name: "([\w-]+)"/m.exec(text)?.[1]} ${/enforcementLevel: "(\w+)"/.exec(text)?.[1]}`;
  });
  const rows = read("README.md").matchAll(/^\| `([\w-]+)` +\| (mandatory|advisory|disabled) +\|/gm);
  expect([...rows].map(([, rule, level]) => `${rule} ${level}`).sort()).toEqual(rules.sort());
});
