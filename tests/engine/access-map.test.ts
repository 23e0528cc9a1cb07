import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { initialiseStack } from "../support/initialised-stack";
import type { PulumiProject } from "../support/pulumi-project";
import { fails, type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

async function write({ dir }: PulumiProject, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** The map of a shard: the projects, each opened to `deploy`. */
const fileOf = (projects: readonly string[], caller: string) =>
  `defaults: { enabled: true, projects: [${caller}], groups: [] }\nprojects:\n${projects.map((path) => `  ${path}:\n`).join("")}`;

it(
  "a project moves between the maps of two stacks in either order, and its list is full all the time",
  scenario(async ({ project, world, billing, deploy }: Scenario) => {
    const shop = await world.project("shop");
    const group = world.group.path;
    const holds = async () => [
      await world.allowlist(billing, "project"),
      await world.allowlist(shop, "project"),
      await world.isClosed(billing),
      await world.isClosed(shop),
    ];
    const full = [[deploy.id], [deploy.id], true, true];
    const shards = (first: readonly string[], second: readonly string[]) =>
      write(project, {
        [`one/${group}.yaml`]: fileOf([`${group}/keeps-one`, ...first], deploy.path),
        [`two/${group}.yaml`]: fileOf([`${group}/keeps-two`, ...second], deploy.path),
      });
    const up = (stack: string) => succeeds(project.up("--stack", stack));
    for (const name of ["keeps-one", "keeps-two"]) await world.project(name);
    for (const stack of ["one", "two"]) await initialiseStack({ dir: project.dir, stack });
    await project.program(`new gitlab.AccessMap("acme", { from: pulumi.getStack() });`);
    await shards([billing.path], [shop.path]);
    await up("one");
    await up("two");
    expect(await holds()).toEqual(full);

    await shards([shop.path], [billing.path]);
    const leaving = await project.report(["--stack", "one"]);
    expect(leaving.output).toContain(
      `- Stays in GitLab, no longer managed: job tokens of \`${deploy.path}\` may open \`${billing.path}\``,
    );
    expect(leaving.output).toContain(`- Stays closed, no longer managed: \`${billing.path}\``);
    expect(leaving.output).not.toContain("**Loses**");
    // For billing the old stack runs first, for shop the new one.
    await up("one");
    expect(await holds()).toEqual(full);
    await up("two");
    expect(await holds()).toEqual(full);

    await succeeds(project.run(["destroy", "--yes", "--skip-preview", "--stack", "two"]));
    expect(await holds()).toEqual(full);
  }),
);

it(
  "a map takes over plain lists without a step, its mistakes stop the program with file and line, and rules judge its lists",
  scenario(async ({ project, world, billing, deploy }) => {
    const args = `projects: ["${deploy.path}"], groups: [], enabled: true`;
    await project.program(`
      new gitlab.JobTokenAllowlist("${billing.path}", { project: "${billing.path}", ${args} });
      new gitlab.JobTokenAllowlist("old", { project: "${deploy.path}", projects: ["${billing.path}"], groups: [] });`);
    await succeeds(project.up());

    const group = world.group.path;
    const map = (callers: string) => ({
      [`access/${group}.yaml`]: `projects:
  ${billing.path}: { enabled: true, projects: [${callers}], groups: [] }
  ${deploy.path}: { was: old, projects: [${billing.path}], groups: [] }
`,
    });
    await write(project, map(deploy.path));
    await project.program(`new gitlab.AccessMap("acme", { from: "access" });`);
    const moved = await succeeds(project.up());
    expect(summaryOf(moved)).toEqual({ create: 1, unchanged: 3 });

    await write(project, map("~"));
    expect(await fails(project.preview())).toMatch(
      new RegExp(
        `AccessMap 'acme' has a mistake:\\s+access/${group}\\.yaml:2:\\d+: projects > ${billing.path} > projects > 1: is nothing`,
      ),
    );

    await write(project, map(""));
    const refused = await fails(project.preview(...PACK));
    expect(refused).toContain(
      `'${billing.path}' closes project ${billing.path}, and no entry in this stack lets anybody else in`,
    );
  }),
);
