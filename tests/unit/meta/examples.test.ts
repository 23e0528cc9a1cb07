import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fleet } from "../../../examples/fleet/fleet";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const own = JSON.parse(read("package.json"));
const names = readdirSync(join(root, "examples"));
const files = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" });
const programs = files.filter((file) => /^(?!.*node_modules).*\bPulumi\.yaml$/.test(file)).map(dirname);

it("the README lists every example", () => {
  const listed = [...read("README.md").matchAll(/^\| \[`([\w-]+)`\]\(examples\/\1\) /gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...names].sort());
});

describe.each(names)("examples/%s", (name) => {
  it("has a README with a picture and the output of a run", () => {
    const readme = read(`examples/${name}/README.md`);
    expect(readme).toMatch(new RegExp(`^# ${name}\n`));
    expect(readme).toContain("\n```mermaid\n");
    expect(readme).toMatch(/\n(```text|````markdown)\n/);
  });

  it("is a package of its own that needs no other versions than these", () => {
    const { main, dependencies } = JSON.parse(read(`examples/${name}/package.json`));
    expect(dependencies).toMatchObject({
      "@pulumi/pulumi": `^${own.devDependencies["@pulumi/pulumi"]}`,
      "pulumi-gitlab-ci-access": `^${own.version}`,
    });
    if (main !== undefined) expect(existsSync(join(root, "examples", name, main))).toBe(true);
  });

  it("is run by an engine test", () => {
    const tests = readdirSync(join(root, "tests/engine"), { recursive: true, encoding: "utf8" });
    const texts = tests.filter((file) => file.endsWith(".ts")).map((file) => read(`tests/engine/${file}`));
    expect(texts.some((text) => new RegExp(`name: "${name}"|examples/${name}"`).test(text))).toBe(true);
  });
});

it.each(programs)("examples/%s starts without a type check, which is tsc's", (program) => {
  expect(JSON.parse(read(`examples/${program}/tsconfig.json`))["ts-node"]).toEqual({ transpileOnly: true });
  expect(read(`examples/${program}/Pulumi.yaml`)).toMatch(/^name: .+\ndescription: .+\.\nruntime: nodejs$/m);
});

it("npm run graph prints the picture in the mesh's README", () => {
  const folder = "examples/microservices-mesh";
  const { scripts } = JSON.parse(read(`${folder}/package.json`));
  const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` };

  const printed = execFileSync(scripts.graph, { cwd: join(root, folder), encoding: "utf8", shell: true, env });

  expect(read(`${folder}/README.md`)).toContain(`\`\`\`mermaid\n${printed}\`\`\`\n`);
});

it("every shard of the fleet has a stack and a job", () => {
  const found = readdirSync(join(root, "examples/fleet")).map((file) => /^Pulumi\.(\w+)\.yaml$/.exec(file)?.[1]);
  const stacks = found.filter((stack) => stack !== undefined).sort();
  const [, jobs = ""] = /SHARD: \[(.+)\]/.exec(read("examples/fleet/.gitlab-ci.yml")) ?? [];
  expect(stacks).toEqual(Object.keys(fleet).sort());
  expect(jobs.split(", ").sort()).toEqual(stacks);
  for (const stack of stacks) expect(read(`examples/fleet/Pulumi.${stack}.yaml`)).toContain(`shard: ${stack}\n`);
});
