import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fleet } from "../../../examples/fleet/fleet";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const names = readdirSync(join(root, "examples"));
const own = JSON.parse(read("package.json"));

it("the README lists every example", () => {
  const listed = [...read("README.md").matchAll(/^\| \[`([\w-]+)`\]\(examples\/\1\) /gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(names.sort());
});

describe.each(names)("examples/%s", (name) => {
  const file = (path: string) => read(`examples/${name}/${path}`);

  it("has a README with a picture and the output of a run", () => {
    const readme = file("README.md");
    expect(readme.split("\n")[0]).toBe(`# ${name}`);
    for (const block of ["mermaid", "text"]) expect(readme).toContain(`\n\`\`\`${block}\n`);
  });

  it("is a project of its own that needs no other version than the package itself", () => {
    const { name: called, dependencies } = JSON.parse(file("package.json"));
    expect(called).toBe(`gitlab-ci-access-${name}`);
    expect(dependencies).toEqual({
      "@pulumi/pulumi": `^${own.devDependencies["@pulumi/pulumi"]}`,
      "pulumi-gitlab-ci-access": `^${own.version}`,
    });
    expect(file("Pulumi.yaml")).toMatch(/^name: gitlab-ci-access\b.*\ndescription: .+\.\nruntime: nodejs$/m);
  });

  it("starts without a type check, which is tsc's", () => {
    expect(JSON.parse(file("tsconfig.json"))).toEqual(JSON.parse(read("examples/minimal/tsconfig.json")));
    expect(JSON.parse(file("tsconfig.json"))["ts-node"]).toEqual({ transpileOnly: true });
  });
});

it("npm run graph prints the picture in the mesh's README", () => {
  const { scripts } = JSON.parse(read("examples/microservices-mesh/package.json"));
  const options = { cwd: join(root, "examples/microservices-mesh"), encoding: "utf8", shell: true } as const;
  const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` };

  const printed = execFileSync(scripts.graph, { ...options, env });

  expect(read("examples/microservices-mesh/README.md")).toContain(`\`\`\`mermaid\n${printed.trim()}\n\`\`\`\n`);
});

it("every shard of the fleet has a stack and a job", () => {
  const stacks = readdirSync(join(root, "examples/fleet")).flatMap(
    (file) => /^Pulumi\.(\w+)\.yaml$/.exec(file)?.[1] ?? [],
  );
  const [, jobs = ""] = /SHARD: \[(.+)\]/.exec(read("examples/fleet/.gitlab-ci.yml")) ?? [];
  expect(stacks.sort()).toEqual(Object.keys(fleet).sort());
  expect(jobs.split(", ").sort()).toEqual(Object.keys(fleet).sort());
  for (const stack of stacks) expect(read(`examples/fleet/Pulumi.${stack}.yaml`)).toContain(`shard: ${stack}\n`);
});
