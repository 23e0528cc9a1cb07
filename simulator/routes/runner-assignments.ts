import { findProject } from "../access";
import type { Project } from "../entities/project";
import { ownerProjectId, type Runner } from "../entities/runner";
import { forbidden, notFound, refuse } from "../errors";
import { integer, text } from "../param-types";
import { requires } from "../params";
import { presentListedRunner } from "../present-runner";
import { created, noContent } from "../reply";
import { route, type SignedCall } from "../router";
import { RunnerRights } from "../runner-rights";
import { requireMaintainer } from "./runner-lists";

const params = { id: requires(text), runner_id: requires(integer) };

/** Project runners can be shared with more projects. */
export const runnerAssignmentRoutes = [
  route("POST /projects/:id/runners", { params }, (call) => {
    const { instance } = call;
    const project = findProject(call, call.params.id);
    requireMaintainer(call, project);
    if (!new RunnerRights(instance, call.user).mayCreateIn(project)) throw forbidden();
    const runner = instance.runners.byId(call.params.runner_id ?? 0);
    if (runner === undefined) throw notFound("Runner");
    requireAssignable(call, runner);
    requireUnassigned(runner, project);
    runner.projectIds.add(project.id);
    return created(presentListedRunner(instance, runner));
  }),

  route("DELETE /projects/:id/runners/:runner_id", { params }, (call) => {
    const project = findProject(call, call.params.id);
    requireMaintainer(call, project);
    const runner = call.instance.runners.byId(call.params.runner_id ?? 0);
    if (!runner?.projectIds.has(project.id)) throw notFound("Runner");
    if (runner.locked && !call.user.admin) throw forbidden("Runner is locked");
    if (ownerProjectId(runner) === project.id) {
      throw forbidden("You cannot unassign a runner from the owner project. Delete the runner instead");
    }
    runner.projectIds.delete(project.id);
    return noContent();
  }),
];

function requireAssignable({ instance, user }: SignedCall, runner: Runner): void {
  if (runner.type === "group_type") throw forbidden("Runner is a group runner");
  if (user.admin) return;
  if (runner.locked) throw forbidden("Runner is locked");
  if (!new RunnerRights(instance, user).mayAssign(runner)) throw forbidden("No access granted");
}

/** Instance runners raise an error that nothing catches; they only get here with an administrator. */
function requireUnassigned(runner: Runner, project: Project): void {
  if (runner.type === "instance_type") throw refuse(500, "500 Internal Server Error");
  if (runner.projectIds.has(project.id)) {
    throw refuse(400, "Assign to Validation failed: Runner projects is invalid - runner_error");
  }
}
