import { pushSettingsOf, setPushSettings } from "../gitlab/permissions";
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

/** The switch with the settings for pushes, which GraphQL sets. The faults strike that, and the reading that comes first. */
export const pushRows: readonly Row[] = [
  {
    type: "JobTokenScope",
    refusals: {
      "the role is too low": { status: "(200|403)", says: /(may not do this|can't see it).*Maintainer/ },
      "the scope is missing": { status: "(401|403)", says: /api scope/ },
    },
    variants: { "with pushes": (world) => pushesOf(world) },
    struck: (step) =>
      step === "delete"
        ? { path: /\/job_token_scope/ }
        : { path: /\/api\/graphql$/, ...(step === "create" ? { field: "projectCiCdSettingsUpdate" } : {}) },
  },
];

async function pushesOf(world: World): Promise<ResourceFixture> {
  const more = { pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: false };
  const plain = await switchOf(world, true, more);
  const path = `${world.group.path}/billing`;
  const { id } = await world.api.get<{ id: number }>(`/projects/${encodeURIComponent(path)}`);
  await setPushSettings(world, path, [false, false]);
  const holdsBoth = async () => (await pushSettingsOf(world, { id, path })).join() === "true,false";
  return {
    ...plain,
    holds: async () => (await plain.holds()) && (await holdsBoth()),
    disturb: () => setPushSettings(world, path, [true, true]),
    makeByHand: async () => {
      await plain.makeByHand();
      await setPushSettings(world, path, [true, false]);
    },
  };
}

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
