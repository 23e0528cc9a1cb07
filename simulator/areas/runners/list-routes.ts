import { refuse } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { optional, refused, requires, type Values } from "../../grape/params";
import { created, noContent, type Reply } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { isOnline, isStale, RUNNER_TYPES, type Runner } from "../../model/runners";
import type { User } from "../../model/users";
import { requireAdmin, requireLevel } from "../access";
import { groupAt, projectAt } from "../addresses";
import { requireUnmodified } from "../preconditions";
import { assignRunner, unassignableRunner } from "./operations";
import { presentRunner } from "./presentation";

const STATUSES = ["active", "paused", "online", "offline", "never_contacted", "stale"] as const;
const byAddress = { id: requires(text) };
const assignment = { ...byAddress, runner_id: requires(integer) };
const filters = {
  ...pages,
  type: optional(text, { values: RUNNER_TYPES }),
  paused: optional(boolean),
  status: optional(text, { values: STATUSES }),
  tag_list: optional(list(text)),
  version_prefix: optional((value) => (/^[\d+.]+/m.test(String(value)) ? String(value) : refused)),
};
const scope = { scope: optional(text, { values: ["specific", "shared", ...RUNNER_TYPES, ...STATUSES] }) };
type Filters = Values<typeof filters> & { readonly scope?: string | null };

export const runnerListRoutes = [
  // What somebody may see as a member; an administrator's power over everything counts for nothing here.
  route("GET /runners", { params: { ...filters, ...scope } }, (call) => {
    const { instance, user, params } = call;
    if (params.scope && !STATUSES.some((status) => status === params.scope)) {
      throw refuse(400, "Scope contains invalid value");
    }
    return listed(
      call,
      instance.runners.all().filter((runner) => isOwn(instance, user, runner)),
    );
  }),

  route("GET /runners/all", { before: requireAdmin, params: { ...filters, ...scope } }, (call) =>
    listed(call, call.instance.runners.all()),
  ),

  route("GET /projects/:id/runners", { params: { ...byAddress, ...filters, ...scope } }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    return listed(call, runnersFor(call.instance, project));
  }),

  route("GET /groups/:id/runners", { params: { ...byAddress, ...filters } }, (call) => {
    const group = groupAt(call);
    requireLevel(call, group, AccessLevel.maintainer);
    return listed(call, runnersFor(call.instance, group));
  }),

  // Project runners can be shared with more projects.
  route("POST /projects/:id/runners", { params: assignment }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    return created(presentRunner(call.instance, assignRunner(call, project, call.params.runner_id)));
  }),

  route("DELETE /projects/:id/runners/:runner_id", { params: assignment }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    const runner = unassignableRunner(call, project, call.params.runner_id);
    requireUnmodified(call, runner.projectIds.get(project.id) ?? runner.createdAt);
    runner.projectIds.delete(project.id);
    return noContent();
  }),
];

/** A place's own runners, those of the groups above it, and the instance's, unless it has switched them off. */
function runnersFor({ namespaces, runners }: Instance, place: Group | Project): Runner[] {
  const isProject = place.kind === "project";
  const group = isProject ? namespaces.groupOf(place) : place;
  const takesGroups = !isProject || place.settings.get("group_runners_enabled") !== false;
  const above = takesGroups ? [...namespaces.lineage(group)].map(({ id }) => id) : [];
  const shared = isProject
    ? place.settings.get("shared_runners_enabled") !== false
    : (place.settings.get("shared_runners_setting") ?? "enabled") === "enabled";
  return runners.all().filter((runner) => {
    if (runner.type === "instance_type") return shared;
    if (runner.groupId !== null) return above.includes(runner.groupId);
    return isProject && runner.projectIds.has(place.id);
  });
}

function isOwn({ members, namespaces }: Instance, user: User, runner: Runner): boolean {
  const level = (place: Group | Project | undefined): number => {
    if (place === undefined) return AccessLevel.none;
    const isPersonal = place.kind === "project" && place.namespaceId === user.namespaceId;
    return isPersonal ? AccessLevel.owner : members.level(user.id, place);
  };
  if (runner.groupId !== null) return level(namespaces.groups.get(runner.groupId)) >= AccessLevel.owner;
  return [...runner.projectIds.keys()].some((id) => level(namespaces.projects.get(id)) >= AccessLevel.maintainer);
}

function listed(call: SignedCall<Filters>, runners: Runner[]): Reply {
  const rows = runners.filter((runner) => matches(runner, call.params, call.instance.clock.now()));
  return paged(call, rows, (runner) => presentRunner(call.instance, runner));
}

function matches(runner: Runner, filters: Filters, now: Date): boolean {
  if (filters.type && runner.type !== filters.type) return false;
  if (typeof filters.paused === "boolean" && filters.paused === runner.active) return false;
  if (filters.tag_list && !filters.tag_list.every((tag) => runner.tags.includes(tag))) return false;
  const { version_prefix: prefix } = filters;
  if (prefix && !runner.managers.some(({ version }) => version?.startsWith(prefix))) return false;
  return isIn(runner, filters.status, now) && isIn(runner, filters.scope, now);
}

/** A status here is a question to the database: unlike the one that is shown, several can be true at once. */
function isIn(runner: Runner, scope: string | null | undefined, now: Date): boolean {
  switch (scope) {
    case "active":
      return runner.active;
    case "paused":
      return !runner.active;
    case "online":
      return isOnline(runner, now);
    case "offline":
      return runner.contactedAt !== null && !isOnline(runner, now);
    case "never_contacted":
      return runner.contactedAt === null;
    case "stale":
      return isStale(runner, now);
    case "shared":
      return runner.type === "instance_type";
    case "specific":
      return runner.type !== "instance_type";
    default:
      return !scope || runner.type === scope;
  }
}
