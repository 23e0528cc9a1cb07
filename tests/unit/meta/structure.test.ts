import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { holdsCredential } from "../../../provider/domain/token-shapes";

const root = resolve(__dirname, "../../..");
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});
const files = listed.split("\n").filter((file) => file !== "");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const sources = files.filter((file) => /^(provider|simulator|policies|cli|examples)\/.*\.ts$/.test(file));

/** Where each part may import from, beside packages. Everything else is an arrow in the wrong direction. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "provider/domain": ["provider/domain"],
  "provider/http": ["provider/http", "provider/domain"],
  "provider/gitlab": ["provider/gitlab", "provider/http", "provider/domain"],
  "provider/engine": ["provider/engine", "provider/gitlab", "provider/http", "provider/domain"],
  "provider/map": ["provider/map", "provider/domain"],
  "provider/resources": [
    "provider/resources",
    "provider/engine",
    "provider/map",
    "provider/gitlab",
    "provider/http",
    "provider/domain",
  ],
  simulator: ["simulator"],
  policies: ["policies", "provider/domain"],
  cli: ["cli", "policies", "provider/map", "provider/gitlab", "provider/http", "provider/engine", "provider/domain"],
  examples: ["examples"],
};

function importsOf(file: string): string[] {
  return [...read(file).matchAll(/(?:from|require\()\s*"([^"]+)"/g)].map(([, name = ""]) => name);
}

it.each(Object.entries(allowed))("%s imports from nothing above it", (part, below) => {
  const wrong = sources
    .filter((file) => file.startsWith(`${part}/`))
    .flatMap((file) =>
      importsOf(file).flatMap((name) => (name.startsWith(".") ? [[file, normalize(join(dirname(file), name))]] : [])),
    )
    .filter(([, target]) => !below.some((folder) => target === folder || target?.startsWith(`${folder}/`)));
  expect(wrong).toEqual([]);
});

it("what is pure needs no package and nothing of Node's", () => {
  const impure = sources
    .filter((file) => file.startsWith("provider/domain/"))
    .flatMap((file) => importsOf(file).map((name) => [file, name]))
    .filter(([, name]) => name?.startsWith(".") === false);
  expect(impure).toEqual([]);
});

it("policies and examples know the package by its public name only", () => {
  const ours = sources.filter((file) => /^(policies|examples)\//.test(file)).flatMap(importsOf);
  expect(ours.filter((name) => name.startsWith("pulumi-gitlab-ci-access/"))).toEqual([]);
});

it("the parser of YAML is loaded by the first file of a map, and by nothing else", () => {
  const loads = (program: string) => {
    const script = `${program}; console.log(Object.keys(require.cache).some((file) => /node_modules.yaml\\b/.test(file)))`;
    return execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" }).trim();
  };
  const asObject = `new gitlab.AccessMap("acme", { projects: { "acme/shop": { groups: [] } } })`;
  const asFiles = `new gitlab.AccessMap("acme", { from: ${JSON.stringify(join(root, "examples/access-map/access"))} })`;
  const inMocks = `require("@pulumi/pulumi/runtime/mocks").setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) })`;
  const gitlab = `const gitlab = require("pulumi-gitlab-ci-access"); ${inMocks}`;
  expect([loads(gitlab), loads(`${gitlab}; ${asObject}`)]).toEqual(["false", "false"]);
  expect(loads(`${gitlab}; ${asFiles}`)).toBe("true");
});

it("a program that only declares loads neither what only runs need nor all of Pulumi's SDK", () => {
  const script = `require("pulumi-gitlab-ci-access"); console.log(Object.keys(require.cache).join("\\n"))`;
  const loaded = execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" }).split("\n");
  const heavy =
    /node_modules.(zod|undici|yaml|graphql|cli-table3|typescript|@npmcli|@pulumi.pulumi.(automation|dynamic|index))\b/;
  expect(loaded.filter((file) => heavy.test(file))).toEqual([]);
  expect(loaded.some((file) => /node_modules.@pulumi.pulumi.resource\b/.test(file))).toBe(true);
});

it("a command of the terminal loads its own packages only", () => {
  const loadedBy = (command: string) => {
    const script = `require("./dist/cli/main").main(["${command}", "--help"], {}).then(() => console.log(Object.keys(require.cache).join("\\n")))`;
    return execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  };
  expect(loadedBy("inventory")).not.toMatch(/dist.(policies|cli.(audit|map|import|preview))\b|cli-table3|@pulumi/);
  expect(loadedBy("map")).not.toMatch(/dist.(policies|provider.http|cli.(audit|import|preview))\b|undici|@pulumi/);
});

it("no file holds what looks like a credential", () => {
  const suspects = files.filter((file) => !file.endsWith(".png") && holdsCredential(read(file)));
  expect(suspects).toEqual([]);
});

it("no source file has grown past 250 lines", () => {
  const long = files.filter(
    (file) =>
      /^(provider|simulator|policies|cli|tools|bench|examples)\/.*\.(ts|js)$/.test(file) &&
      read(file).split("\n").length > 251,
  );
  expect(long).toEqual([]);
});

it("every package of the lock file has its checksum", () => {
  const { packages }: { packages: Record<string, { integrity?: string }> } = JSON.parse(read("package-lock.json"));
  const bare = Object.entries(packages).filter(
    ([location, { integrity }]) => location !== "" && integrity === undefined,
  );
  expect(bare.map(([location]) => location)).toEqual([]);
});

it("all JavaScript is checked by TypeScript", () => {
  const unchecked = files.filter((file) => file.endsWith(".js") && !read(file).includes("// @ts-check\n"));
  expect(unchecked).toEqual([]);
});
