import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { fleet } from "../../../examples/fleet/fleet";
import { tableIn } from "../../support/markdown";

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
      "@pulumi/policy": own.peerDependencies["@pulumi/policy"],
      "@pulumi/pulumi": `^${own.devDependencies["@pulumi/pulumi"]}`,
      "pulumi-gitlab-ci-access": `^${own.version}`,
    });
    if (main !== undefined) expect(existsSync(join(root, "examples", name, main))).toBe(true);
  });

  it("keeps what npm installs out of git", () => {
    expect(read(`examples/${name}/.gitignore`).split("\n")).toContain("node_modules/");
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

it("the root is the Pulumi project of examples/minimal, and git ignores its stacks", () => {
  const own = read("examples/minimal/Pulumi.yaml");
  expect(read("Pulumi.yaml")).toBe(`${own}main: examples/minimal\n`);
  expect(read(".gitignore").split("\n")).toContain("/Pulumi.*.yaml");
});

describe("examples that share one GitLab", () => {
  const shardsOf = (program: string) => (program === "fleet" ? Object.keys(fleet) : [""]);
  const runs = programs.flatMap((program) => shardsOf(program).map((shard) => ({ program, shard })));

  /** What the programs declare in GitLab, without Pulumi's engine: lists and switches by project, variables by place and key. */
  function declared(): { readonly program: string; readonly thing: string }[] {
    const script = `
      const pulumi = require("@pulumi/pulumi");
      const { getStore } = require("@pulumi/pulumi/runtime/state");
      const config = { "project:officeUrl": "https://office.example", "gitlab:baseUrl": "https://gitlab.example" };
      void (async () => {
      for (const { program, shard } of ${JSON.stringify(runs)}) {
        pulumi.runtime.setMocks({
          call: ({ inputs }) => inputs,
          newResource({ type, name, inputs }) {
            const what = type.split(":").pop();
            const { project, group, key = "" } = inputs;
            if (/Allowlist$|Scope$|Variable$/.test(what)) {
              const thing = [what.replace(/.*(Allowlist|Scope)$/, "list"), project ?? group, key].join(" ");
              console.log(JSON.stringify({ program, thing }));
            }
            return { id: name, state: inputs };
          },
        });
        pulumi.runtime.setAllConfig({ ...config, "project:shard": shard });
        getStore().settings.options.rootDirectory = "examples/" + program; // Where the engine has found Pulumi.yaml.
        const entry = require.resolve("./examples/" + program + "/index.ts");
        require(entry);
        delete require.cache[entry]; // The fleet's runs once for each shard.
        await pulumi.runtime.disconnect(); // Children of a component are registered when their parent is.
      }
      })();`;
    const args = ["-r", "ts-node/register/transpile-only", "-e", script];
    const printed = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    return printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  it("declare different lists and variables", () => {
    const all = declared();
    const twice = all.filter(({ thing, program }) => all.some((o) => o.thing === thing && o.program !== program));
    expect(programs.filter((name) => !all.some(({ program }) => program === name))).toEqual(["runners"]);
    expect(all.length).toBeGreaterThan(10);
    expect(twice).toEqual([]);
  });

  it("have no project where another has a group", () => {
    const texts = programs.flatMap((program) => {
      const folder = join("examples", program);
      return readdirSync(join(root, folder)).flatMap((file) =>
        file.endsWith(".ts") ? [read(join(folder, file))] : [],
      );
    });
    const paths = new Set(texts.flatMap((text) => text.match(/acme\/[\w/-]*\w/g) ?? []));
    const parents = [...paths].map((path) => dirname(path));
    expect([...paths].filter((path) => parents.includes(path)).sort()).toEqual(
      // Groups that lists name; no example has a project of these names.
      ["acme/payments", "acme/platform"],
    );
  });
});

describe("the pipeline of ci-pipeline", () => {
  const { workflow, ...jobs }: Record<string, Job> = parse(read("examples/ci-pipeline/.gitlab-ci.yml"), {
    customTags: [{ tag: "!reference", collection: "seq" }],
  });
  interface Job {
    readonly rules?: readonly { readonly if: string }[];
    readonly variables?: Readonly<Record<string, string>>;
  }

  it("runs nothing for the merge request of a fork", () => {
    const rules = Object.values(jobs).flatMap((job) => job.rules ?? []);
    const ofMergeRequests = rules.filter((rule) => rule.if.includes('== "merge_request_event"'));
    const sameProject = "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID";
    expect(ofMergeRequests).toHaveLength(2);
    expect(ofMergeRequests.filter((rule) => !rule.if.includes(`&& ${sameProject}`))).toEqual([]);
  });

  it("has no setting that a pipeline's variable would override", () => {
    const names = Object.entries(jobs).flatMap(([name, job]) =>
      name === "variables" ? [name] : Object.keys(job.variables ?? {}),
    );
    expect(names).toEqual(["GIT_STRATEGY"]);
    expect(workflow?.variables).toBeUndefined();
  });

  it("has a credential for each backend, which only the jobs that apply may write with", () => {
    const credentials = tableIn("examples/ci-pipeline/README.md", "variable").filter(([name]) =>
      /credential/.test(name ?? ""),
    );
    expect(credentials.map(([, scope, flags, value]) => [scope, flags, value])).toEqual([
      ["`*`", "masked", "of `access`, can only read"],
      ["`access/prod`", "protected, masked", "of `access`, can write"],
      ["`tokens/*`", "protected, masked", "of `tokens`, can write"],
    ]);
  });
});

it("the fleet's pipeline follows the rules of ci-pipeline's", () => {
  const [shards = "", pipeline = ""] = ["fleet", "ci-pipeline"].map((name) => read(`examples/${name}/.gitlab-ci.yml`));
  const same = [
    /^\.install:\n(?: .+\n)+/m,
    /^\.policies:\n(?: .+\n)+/m,
    /^default:\n(?: .+\n)+/m,
    /^\.on merge requests:\n(?: .+\n)+/m,
    /^ {2}resource_group: comment.*$/m,
    /^ {4}GIT_STRATEGY: none$/m,
    /^ {4}exit_codes: \d+$/m,
    /\$CI_COMMIT_REF_PROTECTED == "true"$/m,
  ].map((line) => [line.exec(shards)?.[0], line.exec(pipeline)?.[0]]);
  expect(same.filter(([own, theirs]) => own === undefined || own !== theirs)).toEqual([]);
  expect(shards).not.toMatch(/GITLAB_TOKEN|npx|--policy-pack (?!\$TOOLS)/);
});
