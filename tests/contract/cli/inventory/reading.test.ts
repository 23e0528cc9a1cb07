import { readFileSync, statSync } from "node:fs";
import type { Simulator } from "../../../../simulator";
import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { type Asked, inventoryOf, type Made } from "../../../support/inventory/reading";
import { dataOf } from "../../simulator/graphql/graphql-api";
import { withSimulator } from "../../simulator/with-simulator";

const ON = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false } as const;

const ADD = `mutation($input: CiJobTokenScopeAddGroupOrProjectInput!) { ciJobTokenScopeAddGroupOrProject(input: $input) { errors } }`;
const SETTINGS = `mutation($input: ProjectCiCdSettingsUpdateInput!) { projectCiCdSettingsUpdate(input: $input) { errors } }`;

interface Place {
  readonly id: number;
}

/** A group with a project whose list has entries of each kind, and one that is open to everybody. */
async function aSmallWorld(gitlab: GitLabApi) {
  const group = (path: string, more: object = {}) => gitlab.post<Place>("/groups", { name: path, path, ...more });
  const project = (path: string, namespace: Place, more: object = {}) =>
    gitlab.post<Place>("/projects", { name: path, path, namespace_id: namespace.id, ...more });
  const acme = await group("acme");
  const team = await group("team", { parent_id: acme.id });
  const other = await group("other");
  const shop = await project("shop", acme);
  const deploy = await project("deploy", team, { visibility: "private", builds_access_level: "private" });
  const hidden = await project("hidden", other);
  await gitlab.patch(`/projects/${deploy.id}/job_token_scope`, { enabled: false });
  await gitlab.put(`/projects/${shop.id}`, { ci_push_repository_for_job_token_allowed: true });
  const settings = { fullPath: "acme/shop", crossProjectPushForJobTokenAllowed: true };
  await dataOf(gitlab, SETTINGS, { variables: { input: settings } });
  const add = (targetPath: string, more: object = {}) =>
    dataOf(gitlab, ADD, { variables: { input: { projectPath: "acme/shop", targetPath, ...more } } });
  await add("acme/team/deploy", { defaultPermissions: false, jobTokenPolicies: ["READ_RELEASES", "ADMIN_PACKAGES"] });
  await add("other/hidden");
  await add("acme/team", { defaultPermissions: false, jobTokenPolicies: [] });
  return { acme, team, shop, deploy, hidden };
}

async function tokenOf(gitlab: GitLabApi, group: Place, level: number): Promise<string> {
  const token = await gitlab.post<{ token: string }>(`/groups/${group.id}/access_tokens`, {
    ...{ name: "inventory", scopes: ["read_api"], access_level: level, expires_at: "2027-01-31" },
  });
  return token.token;
}

async function read(simulator: Simulator, gitlab: GitLabApi, group: Place, more: Partial<Asked> = {}) {
  return inventoryOf(simulator, { token: await tokenOf(gitlab, group, 40), ...more });
}

describe("an inventory", () => {
  it("holds each project with its switches, its entries with permissions, who added them, and what it lets show", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const world = await aSmallWorld(gitlab);

      const { inventory } = await read(simulator, gitlab, world.acme);

      const entry = { addedBy: "root", createdAt: "2026-11-28T10:00:00.000Z" };
      expect(inventory.projects).toMatchObject([
        {
          ...{ id: world.shop.id, path: "acme/shop", visibility: "private", archived: false, enabled: true },
          ...{ pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true },
          pipelineVariablesMinimumOverrideRole: "developer",
          projects: [
            {
              ...entry,
              id: world.deploy.id,
              path: "acme/team/deploy",
              permissions: ["admin_packages", "read_releases"],
            },
            { ...entry, id: world.hidden.id, path: "other/hidden", permissions: "default" },
          ],
          groups: [{ ...entry, id: world.team.id, path: "acme/team", permissions: [] }],
          uses: [],
        },
        {
          path: "acme/team/deploy",
          enabled: false,
          featureAccess: { builds: "private", repository: "enabled" },
          groups: [],
        },
      ]);
      expect(inventory.header).toMatchObject({ by: "graphql", version: "19.5.0", coverage: { isComplete: true } });
      expect(inventory.end).toMatchObject({ projects: 2, entries: 3, unseen: 1 });
    });
  });

  it("names what is listed and hidden, and says what listed groups are", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const { acme, hidden } = await aSmallWorld(gitlab);

      const { inventory } = await read(simulator, gitlab, acme);

      expect(inventory.unseen).toEqual([
        {
          ...{ kind: "unseen", what: "targetProject", id: hidden.id, path: "other/hidden", where: "acme/shop" },
          why: "The project is gone, or this token can't see it.",
        },
      ]);
      expect(inventory.targets).toMatchObject([{ of: "group", path: "acme/team", archived: false }]);
    });
  });

  it("of a developer's token says of each project that its list can't be read, and that it may miss some", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const { acme } = await aSmallWorld(gitlab);

      const { inventory } = await inventoryOf(simulator, { token: await tokenOf(gitlab, acme, 30) });

      expect(inventory.header.coverage).toMatchObject({ isComplete: false });
      expect(inventory.projects).toMatchObject([{ enabled: null, projects: null, uses: null }, { enabled: null }]);
      expect(inventory.unseen).toMatchObject([
        { what: "lists", path: "acme/shop", why: expect.stringContaining("you don't have permission") },
        { what: "lists", path: "acme/team/deploy" },
      ]);
    });
  });

  it.each([
    ["GraphQL is off", { graphql: false }],
    ["GitLab is older than 18.3", { version: "18.2" }],
  ])("is read by REST alone where %s: who is listed, without permissions and the log", async (_, more) => {
    await withSimulator({ ...ON, ...more, log: () => {} }, async ({ simulator, gitlab }) => {
      const { acme, team, shop } = await byRest(gitlab);

      const { inventory, said } = await read(simulator, gitlab, acme);

      expect(said).toContainEqual(expect.stringMatching(/is read by REST alone, because/));
      const unknown = { permissions: "unknown", addedBy: null, createdAt: null };
      expect(inventory.header.by).toBe("rest");
      expect(inventory.projects).toMatchObject([
        { id: shop.id, enabled: true, uses: null, groups: [{ ...unknown, id: team.id, path: "acme/team" }] },
      ]);
    });
  });

  it("can be of single projects, and of several groups", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      await aSmallWorld(gitlab);
      const paths = async (more: Partial<Asked>) =>
        (await inventoryOf(simulator, { token: simulator.token, ...more })).inventory.projects.map(({ path }) => path);

      expect(await paths({ groups: [], projects: ["acme/team/deploy"] })).toEqual(["acme/team/deploy"]);
      expect(await paths({ groups: ["acme/team", "other", "acme/team"] })).toEqual([
        "acme/team/deploy",
        "other/hidden",
      ]);
      const both = { groups: ["other", "acme/team"], projects: ["acme/team/deploy", "acme/shop"] };
      const { inventory } = await inventoryOf(simulator, { token: simulator.token, ...both });
      const ids = inventory.projects.map(({ id }) => id);
      expect(inventory.projects.map(({ path }) => path).toSorted()).toEqual([
        "acme/shop",
        "acme/team/deploy",
        "other/hidden",
      ]);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    });
  });

  it("has the runners of all groups and projects below, by one list of GraphQL or by REST, and their tokens", async () => {
    const seen: Made[] = [];
    for (const graphql of [true, false])
      await withSimulator({ ...ON, graphql, log: () => {} }, async ({ simulator }) => {
        const { tokens, runners } = simulator.estate({ projects: 60, seed: 7 });
        const made = await inventoryOf(simulator, { token: tokens.owner, with: ["runners", "tokens"] });
        seen.push(made);
        expect(made.inventory.runners.length).toBeGreaterThan(runners / 2);
      });

    const [graph, rest] = seen;
    const shown = (made: Made | undefined) =>
      made?.inventory.runners.map(
        ({ id, runnerType, owner, tagList, runUntagged, locked, accessLevel, contactedAt }) => ({
          ...{ id, runnerType, owner, tagList, runUntagged, locked, accessLevel, contactedAt },
        }),
      );
    expect(shown(graph)).toEqual(shown(rest));
    expect(new Set(graph?.inventory.runners.map(({ creationMethod }) => creationMethod))).toEqual(
      new Set(["authenticated_user", "registration_token"]),
    );
    expect(graph?.inventory.tokens).toEqual(rest?.inventory.tokens);
    expect(graph?.inventory.tokens.length).toBeGreaterThan(3);
    expect(rest?.said.join("\n")).toContain("This GitLab has no list of all runners of a group");
    expect(graph?.said.join("\n")).not.toContain("no list of all runners");
  });

  it("is for its owner alone, holds no token, and no query asks for the value of a variable", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const { acme, shop } = await aSmallWorld(gitlab);
      await gitlab.post(`/projects/${shop.id}/variables`, { key: "PASSWORD", value: "a-value-of-a-variable" });

      const { file } = await read(simulator, gitlab, acme, { with: ["runners", "tokens"] });

      const text = readFileSync(file, "utf8");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(simulator.issuedSecrets().filter((secret) => text.includes(secret))).toEqual([]);
      expect(text).not.toContain("a-value-of-a-variable");
      expect(
        simulator.requests.all.filter(({ path }) => path.includes("/variables")).map(({ method }) => method),
      ).toEqual(["POST"]);
    });
  });
});

/** A world without GraphQL's mutations. */
async function byRest(gitlab: GitLabApi) {
  const acme = await gitlab.post<Place>("/groups", { name: "acme", path: "acme" });
  const team = await gitlab.post<Place>("/groups", { name: "team", path: "team", parent_id: acme.id });
  const shop = await gitlab.post<Place>("/projects", { name: "shop", path: "shop", namespace_id: acme.id });
  await gitlab.post(`/projects/${shop.id}/job_token_scope/groups_allowlist`, { target_group_id: team.id });
  return { acme, team, shop };
}
