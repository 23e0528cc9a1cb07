import type { World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { type ResourceFixture, renamed } from "./fixture";
import type { Row } from "./row";

export const jobTokenScopeRows: readonly Row[] = [
  {
    type: "JobTokenScope",
    variants: {
      "enabled by default": (world) => switchOf(world, true, {}),
      "enabled: false": (world) => switchOf(world, false, { enabled: false }),
    },
  },
];

async function switchOf(world: World, enabled: boolean, more: Properties): Promise<ResourceFixture> {
  const project = await world.project("billing");
  const set = (value: boolean) => world.api.patch(`/projects/${project.id}/job_token_scope`, { enabled: value });
  await set(!enabled);
  return {
    args: { project: project.path, ...more },
    vanish: () => world.deleteForGood(project),
    holds: async () => (await world.isClosed(project)) === enabled,
    isCleared: async () => (await world.isClosed(project)) === enabled, // The switch is left as it is.
    disturb: () => set(!enabled),
    makeByHand: () => set(enabled),
    async renameInGitLab() {
      return { project: await renamed(world, project), ...more };
    },
  };
}
