import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { makeInventory } from "../../../cli/inventory/make";
import { inventoryIn } from "../../../cli/inventory/reading";
import type { ProjectRecord } from "../../../cli/inventory/record";
import { evidenceOf } from "../../../cli/suggest/evidence";
import { proposalFor } from "../../../cli/suggest/proposal";
import { GitLabApi } from "../../support/gitlab/gitlab-api";

it("on a company's log it shuts out exactly those whom GitLab itself would not let in, and proposes lists that let in all who came", async () => {
  const simulator = await startSimulator({ enforceJobTokenScope: false, edition: "premium" });
  const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-suggest-"));
  jest.spyOn(process.stderr, "write").mockImplementation(() => true);
  try {
    const { tokens } = simulator.estate({ projects: 200, seed: 11 });
    const file = join(folder, "inventory.jsonl");
    const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: tokens.maintainer };
    await makeInventory({ groups: ["acme"], projects: [], with: [], file, maxAgeMs: undefined }, env, new Date());
    const planted = await takenOffTheirLists(inventoryIn(file).projects, new GitLabApi(simulator.url, simulator.token));
    await makeInventory(
      { groups: ["acme"], projects: [], with: [], file: `${file}.2`, maxAgeMs: undefined },
      env,
      new Date(),
    );
    const inventory = inventoryIn(`${file}.2`);
    const day = inventory.header.startedAt.slice(0, 10);
    const shutOut: string[] = [];
    for (const record of inventory.projects) {
      const evidence = evidenceOf(record, day);
      if ("why" in evidence) continue;
      const proposal = proposalFor(evidence, inventory);
      const uses = record.uses ?? [];
      if (record.enabled) {
        const refused = uses.filter(({ project }) => !simulator.admits(record.id, project.id));
        expect([record.path, proposal.shutOut]).toEqual([
          record.path,
          refused.map(({ project }) => project.path).sort(),
        ]);
      }
      const isLetIn = (path: string) =>
        proposal.list.projects.some(({ address }) => address === path) ||
        proposal.list.groups.some(({ address: group }) => path.toLowerCase().startsWith(`${group}/`.toLowerCase()));
      const recent = uses.filter(
        ({ lastAuthorizedAt }) => Date.parse(day) - Date.parse(lastAuthorizedAt) < 90 * 86_400_000,
      );
      expect(recent.map(({ project }) => project.path).filter((path) => !isLetIn(path))).toEqual([]);
      shutOut.push(...proposal.shutOut.map((path) => `${path} of ${record.path}`));
    }
    expect(planted.length).toBeGreaterThan(10);
    expect(shutOut.sort()).toEqual(planted.sort());
  } finally {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
    await simulator.close();
  }
});

/** Takes callers that came in off the lists that have them, where no group stands for them. Returns who has lost access to what. */
async function takenOffTheirLists(projects: readonly ProjectRecord[], api: GitLabApi): Promise<string[]> {
  const taken: string[] = [];
  for (const { id, path, archived, markedForDeletionOn, uses, ...lists } of projects) {
    if (archived || markedForDeletionOn !== null || taken.length > 30) continue;
    const isInGroup = (caller: string) => (lists.groups ?? []).some((group) => caller.startsWith(`${group.path}/`));
    const used = (uses ?? []).find(
      ({ project }) => !isInGroup(project.path) && (lists.projects ?? []).some((entry) => entry.id === project.id),
    );
    if (used === undefined) continue;
    await api.delete(`/projects/${id}/job_token_scope/allowlist/${used.project.id}`);
    taken.push(`${used.project.path} of ${path}`);
  }
  return taken;
}
