import { forbidden, notFound, refuse } from "../../grape/errors";
import { integer, text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { created, noContent } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Project } from "../../model/project";
import { ownerProjectId, type Runner } from "../../model/runner";
import { findProject } from "../access";
import { requireMaintainer } from "./lists";
import { presentListedRunner } from "./presentation";
import { RunnerRights } from "./rights";

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
