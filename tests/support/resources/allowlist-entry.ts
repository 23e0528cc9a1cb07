import { type Permissions, permissionsText } from "../../../provider/domain/permissions";
import { permissionsIn, permit } from "../gitlab/permissions";
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

const PERMISSIONS = ["read_packages", "admin_releases"];

/** GraphQL answers 200 where REST says 403 or 404, and 401 where REST says what scope is missing. Only entries are removed by REST. */
export const graphqlRefusals: NonNullable<Row["refusals"]> = {
  "the role is too low": { status: "(200|403)", says: /may not do this.* needs .*Maintainer/ },
  "nothing can be seen": { status: "(200|404)", says: /can't see it/ },
  "the scope is missing": { status: "(401|403)", says: /api scope/ },
};

/** Entries with permissions, which GraphQL makes. The faults strike that, and the reading that comes first. */
export const permittedEntryRows: readonly Row[] = [
  {
    type: "ScopeAllowlistEntry",
    refusals: graphqlRefusals,
    variants: { "with permissions, by id": (world) => permittedOf(world, "project", idsOf, PERMISSIONS) },
    struck: (step) => ({
      ...graphqlAt[step],
      ...(step === "create" ? { field: "ciJobTokenScopeAddGroupOrProject" } : {}),
    }),
  },
  {
    type: "GroupAllowlistEntry",
    refusals: graphqlRefusals,
    variants: {
      "for cloning only, by id": (world) => permittedOf(world, "group", idsOf, []),
      "with default permissions, by id": (world) => permittedOf(world, "group", idsOf, "default"),
    },
    struck: (step) => graphqlAt[step],
  },
];

const graphqlAt = {
  create: { path: /\/api\/graphql$/ },
  read: { path: /\/api\/graphql$/ },
  delete: { path: /\/job_token_scope/ },
} as const;

async function permittedOf(
  world: World,
  kind: "group" | "project",
  addresses: Addresses,
  permissions: Permissions,
): Promise<ResourceFixture> {
  const plain = await entryOf(world, kind, addresses);
  const project = { id: Number(plain.args.project), path: `${world.group.path}/billing` };
  const target = `${world.group.path}/${kind === "project" ? "deploy" : "platform"}`;
  const other = permissions === "default" ? [] : "default";
  const expected = permissionsText(typeof permissions === "string" ? permissions : permissions.toSorted());
  return {
    ...plain,
    args: { ...plain.args, permissions },
    holds: async () => (await plain.holds()) && Object.values(await permissionsIn(world, project)).join() === expected,
    disturb: () => permit(world, { project: project.path, target }, other, "update"),
    makeByHand: () => permit(world, { project: project.path, target }, permissions, "add"),
    renameInGitLab: async () => ({ ...(await plain.renameInGitLab()), permissions }),
  };
}

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
