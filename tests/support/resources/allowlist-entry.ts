import type { Named, World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { type ResourceFixture, renamed } from "./fixture";
import type { Row } from "./row";

export const allowlistEntryRows: readonly Row[] = [
  {
    type: "ScopeAllowlistEntry",
    variants: {
      "by path": (world) => entryOf(world, "project", pathsOf),
      "by id": (world) => entryOf(world, "project", idsOf),
    },
  },
  {
    type: "GroupAllowlistEntry",
    variants: {
      "by path": (world) => entryOf(world, "group", pathsOf),
      "by id": (world) => entryOf(world, "group", idsOf),
    },
  },
];

type Addresses = (project: Named, target: Named, targetKey: string) => Properties;

const pathsOf: Addresses = (project, target, targetKey) => ({ project: project.path, [targetKey]: target.path });
const idsOf: Addresses = (project, target, targetKey) => ({ project: project.id, [targetKey]: String(target.id) });

async function entryOf(world: World, kind: "group" | "project", addresses: Addresses): Promise<ResourceFixture> {
  const [list, field, targetKey] =
    kind === "project"
      ? ["allowlist", "target_project_id", "targetProject"]
      : ["groups_allowlist", "target_group_id", "targetGroup"];
  const project = await world.project("billing");
  const target = kind === "project" ? await world.project("deploy") : await world.subgroup("platform");
  const listPath = `/projects/${project.id}/job_token_scope/${list}`;
  const isListed = async () => (await world.allowlist(project, kind)).includes(target.id);
  return {
    args: addresses(project, target, targetKey),
    vanish: () => world.deleteForGood(project),
    holds: isListed,
    isCleared: async () => !(await isListed()),
    disturb: () => world.api.delete(`${listPath}/${target.id}`),
    makeByHand: () => world.api.post(listPath, { [field]: target.id }),
    async renameInGitLab() {
      const newProject = { ...project, path: await renamed(world, project) };
      const newTarget = { ...target, path: await renamed(world, target, kind) };
      return addresses(newProject, newTarget, targetKey);
    },
  };
}
