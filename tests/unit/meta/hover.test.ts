import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/** Editors show what TypeScript's language service says of a name. What it doesn't say, nobody reads. */
const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const { tsBuildInfoFile: _, ...options } = ts.parseJsonConfigFileContent(config, ts.sys, root).options;

const classes = [...read("provider/index.ts").matchAll(/\b([A-Z]\w+), type \1Args/g)].map(([, name = ""]) => name);
const rules = [...read("policies/index.ts").matchAll(/ type \w+Config\b/g)];

const FILE = join(root, "hover.ts");
const beginning = 'import * as gitlab from "./provider";\nimport * as policies from "./policies/index";\n';

const lineOf = (text: string, at: number) => text.slice(0, at).split("\n").length;

/** A language service over one program, and what it says at the end of the program's first `text`. */
function editorWith(program: string) {
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ ...options, incremental: false, noEmit: true }),
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = name === FILE ? program : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === FILE || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  const checked = service.getProgram();
  const source = checked?.getSourceFile(FILE);
  if (checked === undefined || source === undefined) throw new Error("TypeScript did not read the program");
  return {
    checker: checked.getTypeChecker(),
    source,
    errors: (): number[] => service.getSemanticDiagnostics(FILE).map(({ start = 0 }) => lineOf(program, start)),
    documentationAt(text: string): string {
      const at = program.indexOf(text) + text.length - 1;
      return ts.displayPartsToString(service.getQuickInfoAtPosition(FILE, at)?.documentation);
    },
  };
}

/** The names of a type's own properties. */
function propertiesOf(editor: ReturnType<typeof editorWith>, variable: string): string[] {
  const declared = editor.source
    .getChildren()
    .flatMap((list) => list.getChildren())
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === variable);
  if (declared === undefined) throw new Error(`no variable ${variable}`);
  const type = editor.checker.getTypeAtLocation(declared);
  const parts = type.isUnion() ? type.types : [type];
  return [...new Set(parts.flatMap((part) => part.getProperties().map(({ name }) => name)))];
}

const everything = editorWith(
  [
    beginning,
    "const rules = { ...policies };",
    ...classes.map((name) => `declare const argsOf${name}: gitlab.${name}Args;`),
  ].join("\n"),
);
const ruleNames = propertiesOf(everything, "rules").filter((name) => /^(?:forbid|limit|require)[A-Z]/.test(name));
const argumentsOf = new Map(classes.map((name) => [name, propertiesOf(everything, `argsOf${name}`)] as const));

const editor = editorWith(
  [
    beginning,
    ...classes.map((name) => `new gitlab.${name}("it", argsOf${name});`),
    ...classes.flatMap((name) => [
      `declare const argsOf${name}: gitlab.${name}Args;`,
      ...(argumentsOf.get(name) ?? []).map((argument) => `argsOf${name}.${argument};`),
    ]),
    ...ruleNames.map((name) => `policies.${name};`),
  ].join("\n"),
);

it("finds the classes, their arguments and the rules", () => {
  expect(classes).toHaveLength(11);
  expect(ruleNames).toHaveLength(rules.length);
  expect([...argumentsOf].filter(([, names]) => names.length < 2)).toEqual([]);
});

it.each(classes)("shows what %s is for where somebody makes one", (name) => {
  expect(editor.documentationAt(`new gitlab.${name}`)).toMatch(/\w{3}/);
});

it.each(classes)("shows what each argument of %s means", (name) => {
  const silent = (argumentsOf.get(name) ?? []).filter(
    (argument) => editor.documentationAt(`argsOf${name}.${argument}`) === "",
  );
  expect(silent).toEqual([]);
});

it("shows what each rule refuses", () => {
  expect(ruleNames.filter((name) => editor.documentationAt(`policies.${name}`) === "")).toEqual([]);
});

it("what excludes each other does not compile, and what goes together does", () => {
  const variable = 'project: 1, key: "K", value: "v"';
  const token =
    'project: 1, name: "t", scopes: ["api"], accessLevel: "developer", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 }';
  const together = [
    `new gitlab.ProjectVariable("v", { ${variable} });`,
    `new gitlab.ProjectVariable("v", { ${variable}, masked: true, hidden: true });`,
    `new gitlab.RotatingProjectToken("t", { ${token}, rotateWith: "self" });`,
    `new gitlab.RotatingProjectToken("t", { ${token}, strategy: "overlap", overlapDays: 3 });`,
    'new gitlab.UserRunner("r", { runnerType: "group_type", group: 1 });',
  ];
  const apart = [
    `new gitlab.ProjectVariable("v", { ${variable}, hidden: true });`,
    `new gitlab.ProjectVariable("v", { ${variable}, masked: false, hidden: true });`,
    `new gitlab.RotatingProjectToken("t", { ${token}, overlapDays: 3 });`,
    `new gitlab.RotatingProjectToken("t", { ${token}, strategy: "overlap", rotateWith: "self" });`,
    'new gitlab.UserRunner("r", { runnerType: "group_type", project: 1 });',
  ];
  const errors = editorWith(['import * as gitlab from "./provider";', ...together, ...apart].join("\n")).errors();
  expect([...new Set(errors)]).toEqual(apart.map((_, index) => together.length + index + 2));
});
