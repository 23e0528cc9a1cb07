import { permissionsIn, permit } from "../gitlab/permissions";
import type { Named, World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { graphqlRefusals } from "./allowlist-entry";
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

/** A list with permissions, which GraphQL reads and makes. */
export const permittedListRows: readonly Row[] = [
  {
    type: "JobTokenAllowlist",
    sole: true,
    refusals: graphqlRefusals,
    variants: {
      "with permissions, by id": (world) => permittedListOf(world, (target) => target.id),
      "with permissions, by path": (world) => permittedListOf(world, (target) => target.path),
    },
    struck: (step) => (step === "delete" ? { path: /\/job_token_scope/ } : { path: /\/api\/graphql$/ }),
  },
];

async function permittedListOf(world: World, address: (target: Named) => number | string): Promise<ResourceFixture> {
  const plain = await listOf(world, true, address);
  const withPermissions = ({ projects, groups, ...rest }: Properties) => ({
    ...rest,
    projects: items(projects).map((project, index) =>
      index === 0 ? { project, permissions: ["read_jobs"] } : project,
    ),
    groups: items(groups).map((group) => ({ group, permissions: [] })),
    permissions: "default",
  });
  const at = (name: string) => `${world.group.path}/${name}`;
  const project = { path: at("billing"), id: 0 };
  project.id = (await world.api.get<{ id: number }>(`/projects/${encodeURIComponent(project.path)}`)).id;
  const gifts = async () =>
    Object.values(await permissionsIn(world, project))
      .toSorted()
      .join("; ");
  return {
    ...plain,
    args: withPermissions(plain.args),
    holds: async () => (await plain.holds()) && (await gifts()) === "cloning only; default permissions; read_jobs",
    disturb: () => permit(world, { project: project.path, target: at("reports") }, "default", "update"),
    renameInGitLab: async () => {
      const args = await plain.renameInGitLab();
      const [first, second] = items(args.projects);
      return withPermissions({ ...args, projects: [second, first] }); // In the order of the declaration.
    },
  };
}

function items(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

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
