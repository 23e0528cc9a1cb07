import type { Named, World } from "../gitlab/world";
import type { Properties } from "../process/provider-process";
import { renamed, type Situation } from "./fixture";
import { tokenOf } from "./rotating-token";
import { runnerOf } from "./user-runner";
import { variableOf } from "./variable";

/** A resource's row in the table of promises. A new resource adds one. */
export interface Row {
  readonly type: string;
  /** The input combinations that every promise is held against. */
  readonly variants: Readonly<Record<string, (world: World) => Promise<Situation>>>;
  /** What GitLab answers to `create`, where it is not what it answers elsewhere. */
  readonly refusals?: Readonly<Partial<Record<Refusal, { readonly status: number; readonly says: RegExp }>>>;
  /** Where reading and deleting take other rights than creating, tests of their own say how that is explained. */
  readonly refusedLater?: "as on create" | "in its own words";
  /** Which requests of a step the faults strike; those of the job token scope by default. */
  struck?(step: "create" | "delete" | "read"): { readonly path: RegExp; readonly method?: string };
  /** Does it bear no second declaration of the same thing? */
  readonly sole?: true;
}

/** Why a credential is refused. */
type Refusal = "nothing can be seen" | "the role is too low" | "the scope is missing" | "the token is not valid";

const methods = { create: "POST", read: "GET", delete: "DELETE" } as const;

export const rows: readonly Row[] = [
  {
    type: "JobTokenScope",
    variants: {
      "enabled by default": (world) => switchOf(world, true, {}),
      "enabled: false": (world) => switchOf(world, false, { enabled: false }),
    },
  },
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
  {
    type: "RotatingProjectToken",
    refusedLater: "in its own words",
    variants: {
      "rotated by the provider": (world) => tokenOf(world, "project"),
      overlapping: (world) =>
        tokenOf(world, "project", { strategy: "overlap", overlapDays: 3, description: "Deploys" }),
      "rotating itself": (world) => tokenOf(world, "project", { rotateWith: "self", scopes: ["self_rotate"] }),
    },
    refusals: { "the role is too low": { status: 400, says: /Maintainer.*Manage → Members/ } },
    struck: (step) => ({ path: /\/access_tokens/, method: methods[step] }),
  },
  {
    type: "RotatingGroupToken",
    refusedLater: "in its own words",
    variants: {
      "rotated by the provider": (world) => tokenOf(world, "group"),
      overlapping: (world) => tokenOf(world, "group", { strategy: "overlap" }),
      "rotating itself": (world) => tokenOf(world, "group", { rotateWith: "self", scopes: ["self_rotate"] }),
    },
    refusals: { "the role is too low": { status: 400, says: /Owner.*Manage → Members/ } },
    struck: (step) => ({ path: /\/access_tokens/, method: methods[step] }),
  },
  {
    type: "UserRunner",
    refusedLater: "in its own words",
    variants: {
      "of a project": (world) => runnerOf(world, "project", { description: "builds", tagList: ["b", "a", "b"] }),
      "of a project, with all that can be set": (world) =>
        runnerOf(world, "project", {
          ...{ description: "builds", tagList: ["docker"], runUntagged: false, paused: true, locked: true },
          ...{ accessLevel: "ref_protected", maximumTimeout: 3_600, maintenanceNote: "rack 7", rotateBeforeDays: 3 },
        }),
    },
    struck: (step) => ({ path: /\/runners/, method: methods[step] }),
  },
  {
    type: "UserRunner",
    refusedLater: "in its own words",
    variants: { "of a group": (world) => runnerOf(world, "group", {}) },
    refusals: { "the role is too low": { status: 403, says: /Owner.*Manage → Members/ } },
    struck: (step) => ({ path: /\/runners/, method: methods[step] }),
  },
  {
    type: "ProjectVariable",
    variants: {
      "for every environment": (world) => variableOf(world, "project", {}),
      "for one environment, hidden": (world) =>
        variableOf(world, "project", { environmentScope: "production", masked: true, hidden: true, protected: true }),
      "a raw file": (world) => variableOf(world, "project", { raw: true, variableType: "file" }),
    },
    struck: (step) => ({ path: /\/variables/, method: methods[step] }),
  },
  {
    type: "GroupVariable",
    variants: {
      "for every environment": (world) => variableOf(world, "group", {}),
      "for one environment, hidden": (world) =>
        variableOf(world, "group", { environmentScope: "production", masked: true, hidden: true, protected: true }),
    },
    refusals: { "the role is too low": { status: 403, says: /Owner.*Manage → Members/ } },
    struck: (step) => ({ path: /\/variables/, method: methods[step] }),
  },
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
async function listOf(world: World, all: boolean, address: (target: Named) => unknown): Promise<Situation> {
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

async function switchOf(world: World, enabled: boolean, more: Properties): Promise<Situation> {
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

type Addresses = (project: Named, target: Named, targetKey: string) => Properties;

const pathsOf: Addresses = (project, target, targetKey) => ({ project: project.path, [targetKey]: target.path });
const idsOf: Addresses = (project, target, targetKey) => ({ project: project.id, [targetKey]: String(target.id) });

async function entryOf(world: World, kind: "group" | "project", addresses: Addresses): Promise<Situation> {
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
