import { performance } from "node:perf_hooks";
import { startSimulator } from "../../../../simulator";
import { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { dataOf } from "../graphql/graphql-api";
import { withSimulator } from "../with-simulator";

const ON = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false } as const;

interface Listed {
  readonly id: number;
  readonly path_with_namespace: string;
  readonly archived: boolean;
  readonly marked_for_deletion_on: string | null;
  readonly visibility: string;
}

async function projectsOf(gitlab: GitLabApi): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let page = 1; ; page += 1) {
    const rows = await gitlab.get<Listed[]>(`/projects?per_page=100&page=${page}&order_by=id&sort=asc`);
    found.push(...rows);
    if (rows.length < 100) return found;
  }
}

const LISTS = `query($ids: [ID!]) { projects(ids: $ids, first: 50, sort: "id_asc") { nodes { fullPath
  ciCdSettings { inboundJobTokenScopeEnabled crossProjectPushForJobTokenAllowed }
  ciJobTokenAuthLogs(first: 100) { nodes { lastAuthorizedAt originProject { fullPath } } }
  ciJobTokenScopeAllowlist {
    projectsAllowlist(first: 200) { nodes { defaultPermissions jobTokenPolicies createdAt addedBy { username } target { ... on CiJobTokenAccessibleProject { fullPath } } } }
    groupsAllowlist(first: 200) { nodes { defaultPermissions target { ... on CiJobTokenAccessibleGroup { fullPath } } } }
  } } } }`;

describe("a generated estate", () => {
  it("is the same for the same seed, and another one for another", async () => {
    const seen = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const simulator = await startSimulator(ON);
        try {
          const { tokens: _, ...estate } = simulator.estate({ projects: 60, seed });
          const gitlab = new GitLabApi(simulator.url, simulator.token);
          const projects = (await projectsOf(gitlab)).map(({ id, path_with_namespace: path }) => ({ id, path }));
          const ids = projects.slice(0, 40).map(({ id }) => `gid://gitlab/Project/${id}`);
          return { estate, projects, lists: await dataOf(gitlab, LISTS, { variables: { ids } }) };
        } finally {
          await simulator.close();
        }
      }),
    );

    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).not.toEqual(seen[0]);
  });

  it("of 2,000 projects stands within seconds, with ten entries a project, and with what has to be found in it", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const startedAt = performance.now();

      const estate = simulator.estate({ projects: 2_000, seed: 7 });

      expect(performance.now() - startedAt).toBeLessThan(5_000);
      expect(estate).toMatchObject({ projects: 2_000 });
      expect(estate.entries / estate.projects).toBeGreaterThan(8);
      expect(estate.entries / estate.projects).toBeLessThan(12);
      const projects = await projectsOf(gitlab);
      const outside = projects.filter(({ path_with_namespace: path }) => !path.startsWith("acme/"));
      expect(outside.length).toBeGreaterThan(10);
      expect(projects.some(({ archived }) => archived)).toBe(true);
      expect(projects.some(({ marked_for_deletion_on: day }) => day !== null)).toBe(true);
      expect(new Set(projects.map(({ visibility }) => visibility))).toEqual(new Set(["private", "internal", "public"]));
    });
  });

  it("has no list longer than GitLab allows, and no project that lists itself", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      simulator.estate({ projects: 200, seed: 7 });

      const projects = await projectsOf(gitlab);
      for (let start = 0; start < projects.length; start += 50) {
        const ids = projects.slice(start, start + 50).map(({ id }) => `gid://gitlab/Project/${id}`);
        const { nodes } = (await dataOf(gitlab, LISTS, { variables: { ids } })).projects;
        for (const { fullPath, ciJobTokenScopeAllowlist: lists } of nodes) {
          const targets = lists.projectsAllowlist.nodes.map(
            (entry: { target: { fullPath: string } }) => entry.target.fullPath,
          );
          expect(targets.length).toBeLessThanOrEqual(200);
          expect(targets).not.toContain(fullPath);
        }
      }
    });
  });

  it("shows an owner of acme the lists, a developer the projects alone, and hides the projects of others", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 100, seed: 7 });
      const lists = async (token: string) => {
        const gitlab = new GitLabApi(simulator.url, token);
        const projects = await projectsOf(gitlab);
        const answer = await gitlab.send("GET /projects/:id/job_token_scope", { as: token, path: { id: 1 } });
        return {
          hidden: projects.some(({ path_with_namespace: path }) => path.startsWith("initech/")),
          status: answer.status,
        };
      };

      expect(await lists(tokens.owner)).toEqual({ hidden: false, status: 200 });
      expect(await lists(tokens.maintainer)).toEqual({ hidden: false, status: 200 });
      expect(await lists(tokens.developer)).toEqual({ hidden: false, status: 403 });
    });
  });

  it("is refused where it has no projects", async () => {
    await withSimulator({}, async ({ simulator }) => {
      expect(() => simulator.estate({ projects: 0 })).toThrow("An estate has from 1 to 50000 projects, not 0.");
    });
  });
});
