import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { liveTokens } from "../support/live-secrets";
import type { PulumiProject } from "../support/pulumi-project";
import { scenario, succeeds } from "../support/scenario";

type Written = { readonly type: string; readonly id: string; readonly inputs: object; readonly outputs: object };

/** What version 0.1.0 wrote, in full: never changed, so that every later version is shown to read it. */
const writtenBy010 = (origin: string, billing: number, deploy: number, group: number) => [
  written(
    "JobTokenScope",
    `${billing}`,
    { project: billing, enabled: true },
    { projectId: `${billing}`, __origin: origin },
  ),
  written(
    "ScopeAllowlistEntry",
    `${billing}:project:${deploy}`,
    { project: billing, targetProject: deploy },
    { projectId: `${billing}`, targetProjectId: `${deploy}`, adopted: false, __origin: origin },
  ),
  written(
    "GroupAllowlistEntry",
    `${billing}:group:${group}`,
    { project: billing, targetGroup: group },
    { projectId: `${billing}`, targetGroupId: `${group}`, adopted: false, __origin: origin },
  ),
];

function written(type: string, id: string, args: object, outputs: object) {
  const inputs = {
    ...args,
    __key: "0123456789ab",
    __provider: `exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('${type}')`,
  };
  return {
    type: `pulumi-nodejs:dynamic/gitlab:${type}`,
    id,
    inputs,
    outputs: { ...inputs, ...outputs, __schema: 1 },
  };
}

it(
  "a state of version 0.1.0 is refreshed, updated and destroyed by the code of today",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    const group = await world.subgroup("platform");
    await project.program(`
      const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: ${billing.id}, targetProject: ${deploy.id} });
      const platform = new gitlab.GroupAllowlistEntry("platform", { project: ${billing.id}, targetGroup: ${group.id} });
      new gitlab.JobTokenScope("billing", { project: ${billing.id} }, { dependsOn: [deploy, platform] });
    `);
    await succeeds(project.up());

    await rewriteState(project, writtenBy010(simulator.url, billing.id, deploy.id, group.id));

    await succeeds(project.refresh("--expect-no-changes"));
    await succeeds(project.up("--expect-no-changes"));
    await succeeds(project.destroy());
    expect(await world.allowlist(billing, "project")).toEqual([]);
    expect(await world.allowlist(billing, "group")).toEqual([]);
    expect(await world.isClosed(billing)).toBe(true);
  }),
);

const FIRST_RUN = "2027-01-01T12:00:00Z";
/** Tokens are renewed on this day, so that one of them has a previous token. */
const SECOND_RUN = "2027-01-24T12:00:00Z";
const DAYS_90_S = 90 * 24 * 3_600;

/** Values that GitLab or chance chose: the fixture has `{{name.key}}` in their place. */
const CHOSEN = ["__attempt", "runnerId", "token", "tokenId", "userId", "previousToken", "previousTokenId"];

const everyType = (billing: number, deploy: number) => `
  const rotation = { accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const caller = new gitlab.ScopeAllowlistEntry("caller", { project: "acme/billing", targetProject: ${deploy} });
  const callers = new gitlab.GroupAllowlistEntry("callers", { project: ${billing}, targetGroup: "acme/platform" });
  new gitlab.JobTokenScope("switch", { project: "acme/billing" }, { dependsOn: [caller, callers] });
  new gitlab.JobTokenAllowlist("whole", {
    project: "acme/deploy", enabled: true, projects: ["acme/billing"], groups: ["acme/platform"], replaceExisting: true,
  });
  new gitlab.UserRunner("runner", {
    runnerType: "project_type", project: ${billing}, description: "machine 7", tagList: ["b", "a"], runUntagged: false,
    locked: true, accessLevel: "ref_protected", maximumTimeout: 3600, maintenanceNote: "ask Ada", rotateBeforeDays: 14,
  });
  new gitlab.RotatingProjectToken("project-token", {
    project: ${billing}, name: "read", scopes: ["self_rotate", "read_api"], rotateWith: "self", ...rotation,
  });
  new gitlab.RotatingGroupToken("group-token", {
    group: "acme", name: "read", scopes: ["read_api"], description: "nightly", strategy: "overlap", overlapDays: 5, ...rotation,
  });
  new gitlab.ProjectVariable("project-variable", {
    project: ${billing}, key: "PASSPHRASE", value: pulumi.secret("kept-in-the-state"), environmentScope: "production",
    protected: true, masked: true, hidden: true, raw: true, variableType: "file",
  });
  new gitlab.GroupVariable("group-variable", { group: "acme", key: "PASSPHRASE", value: pulumi.secret("kept-there-too") });
`;

it(
  "a state of version 0.1.0 with every type in it is refreshed, updated and destroyed by the code of today",
  scenario(
    async ({ simulator, world, project, billing, deploy }) => {
      const { api } = world;
      const platform = await world.subgroup("platform");
      // Some keys in a state are paths, so those must be the same in every run.
      await api.put(`/groups/${world.group.id}`, { name: "acme", path: "acme" });
      await api.put("/application/settings", { project_runner_token_expiration_interval: DAYS_90_S });
      await project.program(everyType(billing.id, deploy.id));
      await succeeds(project.up());
      simulator.clock.set(SECOND_RUN);
      const now = { GITLAB_CI_ACCESS_NOW: SECOND_RUN };
      await succeeds(project.run(["up", "--yes", "--skip-preview"], now));
      const live = await chosenValues(project);

      const ids = { acme: world.group.id, platform: platform.id, billing: billing.id, deploy: deploy.id };
      const idValues = Object.entries(ids).map(([name, id]) => [`${name}.id`, `${id}`] as const);
      const older = await everyTypeBy010(new Map([["origin", simulator.url], ...idValues, ...live]));
      expect(typesOf(older)).toEqual(typesOf(await project.resources()));
      await rewriteState(project, older);

      const run = (...args: string[]) => succeeds(project.run([...args, "--yes", "--skip-preview"], now));
      await run("refresh", "--expect-no-changes");
      await run("up", "--expect-no-changes");
      // A key that was missed would have been made anew, in silence where it is hidden. A later version may add keys.
      expect(writtenIn(await readableState(project))).toMatchObject(byType(older));
      const tokens = () => Promise.all([`/projects/${billing.id}`, "/groups/acme"].map((at) => liveTokens(api, at)));
      expect((await tokens()).map(({ length }) => length)).toEqual([1, 2]);

      await run("destroy");
      for (const opened of [billing, deploy]) {
        expect(await world.allowlist(opened, "project")).toEqual([]);
        expect(await world.allowlist(opened, "group")).toEqual([]);
        expect(await world.isClosed(opened)).toBe(true);
      }
      expect(await tokens()).toEqual([[], []]);
      expect(await api.status("GET", `/runners/${live.get("runner.runnerId")}`)).toBe(404);
      expect(await api.get(`/projects/${billing.id}/variables`)).toEqual([]);
      expect(await api.get("/groups/acme/variables")).toEqual([]);
    },
    { simulator: { now: FIRST_RUN }, env: () => ({ GITLAB_CI_ACCESS_NOW: FIRST_RUN }) },
  ),
);

function typesOf(resources: readonly { readonly type: string }[]): string[] {
  return resources.map(({ type }) => type).sort();
}

/** The fixture, never changed either. `{{name}}` stands for a text, `{{number name}}` for a number. */
async function everyTypeBy010(values: ReadonlyMap<string, string>): Promise<Written[]> {
  const known = (name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the fixture asks for "${name}", which this run does not know`);
    return value;
  };
  const text = await readFile(join(__dirname, "written-by-0.1.0.json"), "utf8");
  return JSON.parse(
    text
      .replace(/"\{\{number ([\w.-]+)\}\}"/g, (_, name) => known(name))
      .replace(/\{\{([\w.-]+)\}\}/g, (_, name) => known(name)),
  );
}

/** What this run's GitLab and chance have chosen, by the resource's name and the key. */
async function chosenValues(project: PulumiProject): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  for (const { urn, outputs } of await readableState(project)) {
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    for (const key of CHOSEN) {
      const value = outputs[key];
      if (value === undefined) continue;
      chosen.set(`${name}.${key}`, typeof value === "string" ? value : JSON.parse(value.plaintext));
    }
  }
  return chosen;
}

type Readable = Written & {
  readonly urn: string;
  readonly outputs: Readonly<Record<string, string | { readonly plaintext: string }>>;
};

/** Our resources with their secrets in plain text. */
async function readableState(project: PulumiProject): Promise<Readable[]> {
  const file = join(project.dir, "readable.json");
  await succeeds(project.run(["stack", "export", "--show-secrets", "--file", file]));
  const { deployment } = JSON.parse(await readFile(file, "utf8"));
  const all: Readable[] = deployment.resources;
  return all.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/gitlab:"));
}

function writtenIn(resources: readonly Written[]): Written[] {
  return byType(resources.map(({ type, id, inputs, outputs }) => ({ type, id, inputs, outputs })));
}

function byType(resources: readonly Written[]): Written[] {
  return resources.toSorted((a, b) => a.type.localeCompare(b.type));
}

/** Puts an older version's inputs and outputs in the place of today's. */
async function rewriteState(project: PulumiProject, older: readonly Written[]): Promise<void> {
  const file = join(project.dir, "deployment.json");
  await succeeds(project.run(["stack", "export", "--file", file]));
  const exported = JSON.parse(await readFile(file, "utf8"));
  for (const resource of exported.deployment.resources)
    Object.assign(
      resource,
      older.find(({ type }) => type === resource.type),
    );
  await writeFile(file, JSON.stringify(exported));
  await succeeds(project.run(["stack", "import", "--file", file]));
}
