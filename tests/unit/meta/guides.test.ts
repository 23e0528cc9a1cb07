import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { type Block, blocksOf, tablesIn } from "../../support/markdown";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
const guides = ["README.md", ...pages.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
const everyPage = [...guides, "bench/README.md", "CONTRIBUTING.md", "SECURITY.md"];
const blocks = everyPage.flatMap(blocksOf);
const manifest: { scripts: Record<string, string>; bin?: Record<string, string>; files: string[] } = JSON.parse(
  read("package.json"),
);

/** Programs that a machine has on which this package is used. */
const installed = ["export", "node", "npm", "npx", "printf", "pulumi"];

/** What a line of a shell block needs that is not there. */
function missingFor(line: string): string[] {
  return line.split(/ && | \| /).flatMap((text) => {
    // --no-install is npx's own: it takes nothing from the registry.
    const words = text.split(" ").filter((word) => !/^[A-Z_]+=/.test(word) && word !== "--no-install");
    const [command = "", verb = "", name = ""] = words;
    if (command === "npm" && verb === "run") return manifest.scripts[name] === undefined ? [`npm run ${name}`] : [];
    if (command === "npx") return manifest.bin?.[verb] === undefined ? [`npx ${verb}`] : [];
    return installed.includes(command) ? [] : [command];
  });
}

it("every block says what it holds", () => {
  const known = ["js", "json", "mermaid", "sh", "text", "ts", "yaml"];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(({ where }) => where)).toEqual([]);
});

it("every block of JavaScript can be read as a module", () => {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const wrong = blocks
    .filter(({ language }) => language === "js")
    .flatMap(({ code, where }) => {
      const { diagnostics = [] } = ts.transpileModule(code, {
        compilerOptions,
        fileName: "page.mjs",
        reportDiagnostics: true,
      });
      return diagnostics.map(({ messageText }) => `${where}: ${messageText}`);
    });

  expect(wrong).toEqual([]);
});

it("every JSON block can be read", () => {
  const parse = ({ code }: Block) => JSON.parse(code);
  expect(blocks.filter(({ language }) => language === "json").map(parse).length).toBeGreaterThan(1);
});

it("every shell line starts something that exists", () => {
  const lines = blocks.filter(({ language }) => language === "sh").flatMap(({ code }) => code.trim().split("\n"));
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.flatMap(missingFor)).toEqual([]);
  expect(missingFor("npm run nothing && FOO=1 nonsense")).toEqual(["npm run nothing", "nonsense"]);
});

it("no command within a line is broken off at its end: people copy it", () => {
  const readmes = filesBelow("examples").filter((file) => file.endsWith(".md"));
  const broken = [...everyPage, ...readmes].filter((file) =>
    /`(?:pulumi|npx|npm|node) [^`\n]*\n[^`\n]*`/.test(read(file).replace(/^ *(`{3,}).*?^ *\1/gms, "")),
  );
  expect(readmes.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});

it("nobody is told to run our command by an npx that would install a stranger's package of that name", () => {
  const texts = ["README.md", "docs", "examples", "cli", "provider", "policies", "bench"].flatMap((place) =>
    (place.endsWith(".md") ? [place] : filesBelow(place)).map((file) => ({ file, text: read(file) })),
  );
  const telling = texts.filter(({ text }) => text.includes("npx --no-install gitlab-ci-access"));
  expect(telling.length).toBeGreaterThan(5);
  expect(texts.filter(({ text }) => /npx (?!--no-install )[^`\n]*gitlab-ci-access/.test(text))).toEqual([]);
});

function filesBelow(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.(?:md|ts|yml)$/.test(name) && !name.includes("node_modules"))
    .map((name) => `${folder}/${name}`);
}

it.each(everyPage)("every link in %s leads somewhere", (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  const broken = links.filter(([, path = "", anchor]) => {
    const target = path === "" ? file : join(dirname(file), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

function anchorsOf(file: string): string[] {
  const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

it("everything that the README links to in this repository is published with it", () => {
  const links = [...read("README.md").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
  const published = (path: string) => manifest.files.some((file) => path === file || path.startsWith(`${file}/`));
  expect(links.filter((path) => !published(path) && path !== "LICENSE")).toEqual([]);
});

it("every environment variable of ours is documented, and no other is", () => {
  const ours = (text: string) => text.match(/\bGITLAB_CI_ACCESS_[A-Z_]+\b/g) ?? [];
  const sources = ["provider", "cli"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => ours(read(`${folder}/${file}`))),
  );
  expect([...new Set(guides.flatMap((file) => ours(read(file))))].sort()).toEqual([...new Set(sources)].sort());
});

/** The errors that the guide explains as ours, each in the pieces between what changes. */
function explainedErrors(): string[][] {
  const [ours = ""] = read("docs/troubleshooting.md").split("## Errors of Pulumi and Node");
  return [...ours.matchAll(/^### `(.+)`$/gm)].map(([, text = ""]) => text.split("…").map((piece) => piece.trim()));
}

it.each([
  "### `a proxy before it decodes or doubles the %2F",
  "### `is archived, and GitLab changes nothing in it:`",
  "### `can't be read by its id alone`",
  "### `is not found from`",
  "### `Cannot read properties of undefined (reading 'toJavaScript')`",
  "**The Automation API does not find the package",
])("the guide explains what people look for: %s", (heading) => {
  expect(read("docs/troubleshooting.md").replace("`A … ", "`")).toContain(`\n${heading}`);
});

it("every error that the guide explains as ours is one of ours", () => {
  const folders = ["provider", "policies"];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => read(`${folder}/${file}`)),
  );
  const unknown = explainedErrors().filter(
    (pieces) => !sources.some((text) => pieces.every((piece) => text.includes(piece))),
  );
  expect(explainedErrors().length).toBeGreaterThan(10);
  expect(unknown).toEqual([]);
});

describe("docs/coming-from.md", () => {
  const files = [...read("provider/index.ts").matchAll(/ type (\w+)Args } from "\.\/(.+)"/g)];
  const inputsOf = (name: string) => {
    const file = files.find(([, exported]) => exported === name)?.[2];
    const leaf = read(`provider/${file}.ts`).split("export class")[0] ?? "";
    const [, base, from] = /type (\w+Args) } from "\.\/([\w-]+)"/.exec(leaf) ?? [];
    const shared = base === undefined ? "" : read(`provider/${dirname(file ?? "")}/${from}.ts`);
    const args = leaf + (shared.split("export abstract class")[0] ?? "");
    return [...args.matchAll(/^ +readonly (\w+)\??: (?!never)/gm)].map(([, input = ""]) => input);
  };
  const sections = read("docs/coming-from.md").split(/^### /m).slice(1);
  const namesIn = (section: string) =>
    [...(section.split("\n")[0] ?? "").matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

  it("has a section for every resource", () => {
    expect(sections.flatMap(namesIn).sort()).toEqual(files.map(([, name]) => name).sort());
  });

  it.each(sections.map((section) => [namesIn(section).join(" and "), section] as const))(
    "names every input of %s, and no other",
    (_, section) => {
      const inputs = new Set(namesIn(section).flatMap(inputsOf));
      const named = tablesIn(section, "input").flatMap((rows) => rows.map(([input]) => input));
      expect(named.filter((input) => input !== "").sort()).toEqual([...inputs].sort());
    },
  );
});

it.each(["CONTRIBUTING.md", "docs/how-it-works.md"])("every file that %s names exists", (file) => {
  const named =
    read(file).match(/(?<=`)(?:bench|cli|docs|policies|provider|simulator|tests|tools)\/[\w./-]+(?=`)/g) ?? [];
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
