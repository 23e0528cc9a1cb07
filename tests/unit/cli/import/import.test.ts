import { mkdirSync, writeFileSync } from "node:fs";
import type { ProjectRecord } from "../../../../cli/inventory/record";
import * as rules from "../../../../policies/index";
import { useProgram } from "../../../support/cli/use-program";
import { entryOf, projectRecord } from "../../../support/inventory/records";
import { run as judged } from "../../policies/fake-stack";

const { said, run, path, out, json, everyFile, listsOf } = useProgram({ GITLAB_CI_ACCESS_NOW: "2027-01-10" });
const imports = (projects: readonly ProjectRecord[], ...more: readonly string[]) =>
  run(projects, ["import", "--out", path("out"), ...more]);

const shop = projectRecord({
  id: 1,
  path: "acme/payments/shop",
  projects: [
    entryOf({ id: 9, path: "acme/deploy" }),
    entryOf({ id: 1, path: "acme/payments/shop" }),
    entryOf({ id: 8 }),
  ],
  groups: [entryOf({ id: 31, path: "acme/data" })],
});
const open = projectRecord({ id: 2, path: "acme/web", enabled: false });
const vault = projectRecord({ id: 3, path: "acme/payments/eu/vault" });
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => entryOf({ id: 1_000 + index, path: `other/p${index}` }));

it("writes a whole program", async () => {
  expect(await imports([vault, open, shop])).toBe(0);

  expect(everyFile()).toEqual([
    ".gitignore",
    ".gitlab-ci.yml",
    "Pulumi.yaml",
    "README.md",
    "access/acme.yaml",
    "access/acme/payments.yaml",
    "import.json",
    "index.ts",
    "package.json",
    "policies.json",
    "tsconfig.json",
  ]);
  expect(said).toEqual([expect.stringContaining("3 lists in 2 files below")]);
  expect(out("index.ts")).toBe(
    'import { AccessMap } from "pulumi-gitlab-ci-access";\n\nnew AccessMap("access", { from: "access" });\n',
  );
});

it("writes a map that people can own, with each switch as it is and closing as a comment", async () => {
  await imports([vault, open, shop]);

  expect(
    out("access/acme/payments.yaml"),
  ).toBe(`# yaml-language-server: $schema=../../node_modules/pulumi-gitlab-ci-access/schemas/access.schema.json
# Whose CI job tokens may open the projects of acme/payments. This file speaks for these projects and for no others.
projects:
  acme/payments/eu/vault:
    enabled: true
    projects: []
    groups: []
  acme/payments/shop:
    enabled: true
    projects:
      - 8 # GitLab hides it from the token that read it
      - acme/deploy
    groups:
      - acme/data
`);
  expect(out("access/acme.yaml")).toContain(
    "    enabled: false # open to every job token; gitlab-ci-access suggest says who would be shut out\n",
  );
});

it("writes permissions of their own, and pushes that are on", async () => {
  const permissions = ["read_packages", "read_jobs"];
  const record = projectRecord({
    ...{ id: 1, path: "acme/web", pushRepositoryForJobTokenAllowed: true },
    projects: [entryOf({ id: 9, path: "acme/deploy", permissions })],
    groups: [entryOf({ id: 31, path: "acme/data", permissions: [] })],
  });
  await imports([record]);
  expect(out("access/acme.yaml").split("projects:\n").slice(1).join("projects:\n")).toBe(`  acme/web:
    enabled: true
    pushRepositoryForJobTokenAllowed: true
    projects:
      - { project: acme/deploy, permissions: [read_jobs, read_packages] }
    groups:
      - { group: acme/data, permissions: [] }
`);
  expect(json("import.json").resources[1].inputs).toMatchObject({
    pushRepositoryForJobTokenAllowed: true,
    projects: [{ project: "acme/deploy", permissions: ["read_jobs", "read_packages"] }],
    entries: { "acme/deploy": "project: read_jobs, read_packages", "acme/data": "group: cloning only" },
  });
});

it("writes the same bytes twice, whatever the order of the inventory", async () => {
  await imports([vault, open, shop]);
  const first = everyFile().map(out);
  expect(await imports([shop, vault, open])).toBe(0);
  expect(everyFile().map(out)).toEqual(first);
});

it("leaves alone what is there with other content, and then writes nothing at all", async () => {
  mkdirSync(path("out"));
  writeFileSync(path("out/index.ts"), "// mine\n");
  expect(await imports([shop])).toBe(3);
  expect(everyFile()).toEqual(["index.ts"]);
  expect(said.join()).toContain("has other content in index.ts: nothing was written");
});

it("waives exactly what the mandatory rules refuse, as imported, for 90 days", async () => {
  const projects = [
    vault,
    open,
    shop,
    projectRecord({ id: 4, path: "acme/busy", projects: many(181) }),
    projectRecord({ id: 5, path: "acme/full", projects: many(180) }),
  ];
  await imports(projects);

  const resources = json("import.json").resources.slice(1);
  const declared = resources.map(({ type, name, inputs }: { type: string; name: string; inputs: object }) => ({
    type,
    name,
    props: inputs,
  }));
  const refusals = async (config: Record<string, object>) => {
    const found: string[] = [];
    for (const rule of Object.values(rules).filter(({ enforcementLevel }) => enforcementLevel === "mandatory"))
      for (const { level, about } of await judged(rule, declared, config[rule.name]))
        if (level !== "advisory") found.push(`${rule.name} ${about}`);
    return found.sort();
  };
  expect(await refusals({})).toEqual([
    "limit-allowlist-size acme/busy",
    "require-job-token-scope acme/web",
    "require-non-empty-allowlist acme/payments/eu/vault",
  ]);
  expect(await refusals(json("policies.json"))).toEqual([]);
  expect(json("policies.json")["require-job-token-scope"]).toEqual({
    except: [{ match: "acme/web", reason: "as imported", until: "2027-04-10" }],
  });
});

it("says what it left out, and why", async () => {
  await imports([
    shop,
    projectRecord({ id: 5, path: "acme/archived", archived: true }),
    projectRecord({ id: 6, path: "acme/going", markedForDeletionOn: "2027-01-08" }),
    projectRecord({ id: 7, path: "acme/hidden", projects: null }),
  ]);
  expect(everyFile().filter((name) => name.startsWith("access/"))).toEqual(["access/acme/payments.yaml"]);
  const todo = out("README.md").split("## To do by hand\n\n")[1] ?? "";
  expect(todo).toContain("- `acme/archived` is archived: it is left out");
  expect(todo).toContain("- `acme/going` is marked for deletion: it is left out");
  expect(todo).toContain("- `acme/hidden` could not be read whole: it is left out");
});

it("writes names that YAML reads otherwise so that the map reads them", async () => {
  const groups = ["null", "true", "1e3", "4711", "sets", "_x", "a.b-c"].map((path, index) =>
    entryOf({ id: 50 + index, path }),
  );
  await imports([
    projectRecord({ id: 1, path: "sets/app", groups }),
    projectRecord({ id: 2, path: "1/2", groups: [] }),
  ]);
  const lists = listsOf("access");
  expect(lists.map(({ project }) => project)).toEqual(["1/2", "sets/app"]);
  expect(lists[1]?.groups).toEqual(
    ["1e3", 4711, "_x", "a.b-c", "null", "sets", "true"].filter((name) => lists[1]?.groups?.includes(name)),
  );
  expect(lists[1]?.groups).toHaveLength(7);
});

it.each([
  [["--shards", "two"], "--shards takes auto"],
  [["--stack", "a b"], "--stack takes letters"],
  [["extra"], "import takes no arguments"],
])("%j is an error", async (args, told) => {
  expect(await imports([shop], ...args)).toBe(3);
  expect(said.join()).toContain(told);
});

it("writes with --from-state what another tool has to forget", async () => {
  const state = {
    version: 4,
    terraform_version: "1.9.0",
    resources: [{ mode: "managed", type: "gitlab_project_job_token_scopes", name: "all" }],
  };
  writeFileSync(path("state.json"), JSON.stringify(state));
  expect(await imports([shop], "--from-state", path("state.json"))).toBe(0);
  expect(out("RELEASE.md")).toContain("  from = gitlab_project_job_token_scopes.all\n");
});
