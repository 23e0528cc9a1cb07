import { forbidden, refuse } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { optional, refused, requires, type Values } from "../../grape/params";
import { created, noContent, type Reply } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { RUNNER_TYPES, type Runner } from "../../model/runners";
import type { User } from "../../model/users";
import { canReadRunners, requireAdmin, requireLevel } from "../access";
import { groupAt, projectAt } from "../addresses";
import { requireUnmodified } from "../preconditions";
import { runnerMatches, runnersFor } from "./lists";
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
  // The runners that a user may see as a member. Being an administrator doesn't count here.
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
    if (!canReadRunners(call, project)) throw forbidden();
    return listed(call, runnersFor(call.instance, project));
  }),

  route("GET /groups/:id/runners", { params: { ...byAddress, ...filters } }, (call) => {
    const group = groupAt(call);
    if (!canReadRunners(call, group)) throw forbidden();
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
  const now = call.instance.clock.now();
  const tags = call.params.tag_list ?? [];
  const rows = runners.filter(
    (runner) => runnerMatches(runner, call.params, now) && tags.every((tag) => runner.tags.includes(tag)),
  );
  return paged(call, rows, (runner) => presentRunner(call.instance, runner));
}
