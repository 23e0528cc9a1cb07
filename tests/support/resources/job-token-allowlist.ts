import type { Named, World } from "../gitlab/world";
import { type ResourceFixture, renamed } from "./fixture";
import type { Row } from "./row";

export const jobTokenAllowlistRows: readonly Row[] = [
  {
    type: "JobTokenAllowlist",
    sole: true,
    variants: {
      "everything, by path": (world) => listOf(world, true, (target) => target.path),
      "projects alone, by id": (world) => listOf(world, false, (target) => target.id),
    },
  },
];

/** With `all`, groups and the switch are managed as well. */
async function listOf(world: World, all: boolean, address: (target: Named) => unknown): Promise<ResourceFixture> {
  const project = await world.project("billing");
  const [deploy, reports] = [await world.project("deploy"), await world.project("reports")];
  const platform = await world.subgroup("platform");
  const argsOf = (at: Named, targets: readonly Named[], group: Named) => ({
    project: address(at),
    projects: targets.map(address),
    ...(all ? { groups: [address(group)], enabled: true } : {}),
  });
  const path = `/projects/${project.id}/job_token_scope`;
  const lists = async () => [await world.allowlist(project, "project"), await world.allowlist(project, "group")];
  const holdsExactly = async (projects: readonly number[], groups: readonly number[]) =>
    JSON.stringify(await lists()) === JSON.stringify([projects, groups]);
  await world.api.patch(path, { enabled: !all });
  return {
    args: argsOf(project, [reports, deploy], platform),
    vanish: () => world.deleteForGood(project),
    holds: async () =>
      (await holdsExactly([deploy.id, reports.id], all ? [platform.id] : [])) && (await world.isClosed(project)),
    isCleared: () => holdsExactly([], []),
    disturb: () => world.api.delete(`${path}/allowlist/${deploy.id}`),
    makeByHand: () => world.api.post(`${path}/allowlist`, { target_project_id: deploy.id }),
    async renameInGitLab() {
      const at = { ...project, path: await renamed(world, project) };
      const group = { ...platform, path: await renamed(world, platform, "group") };
      return argsOf(at, [{ ...deploy, path: await renamed(world, deploy) }, reports], group);
    },
  };
}
