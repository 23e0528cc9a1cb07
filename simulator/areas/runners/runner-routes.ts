import { forbidden, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { atLeastOneOf, mutuallyExclusive, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Runner } from "../../model/runners";
import { presentProjectBasic } from "../basic-entities";
import { requireUnmodified } from "../preconditions";
import { requireDeletable, resetToken, updateRunner } from "./operations";
import { presentRunnerDetails, presentRunnerManager, presentRunnerToken, projectsOf } from "./presentation";
import { RunnerRights } from "./rights";
import { runnerParams } from "./rules";

const scopes = ["manage_runner"];
const byId = { id: requires(integer) };
const JOB_STATUSES = [
  ...["created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending", "running", "success"],
  ...["failed", "canceling", "canceled", "skipped", "manual", "scheduled"],
];
const jobFilters = {
  system_id: optional(text),
  status: optional(text, { values: JOB_STATUSES }),
  cursor: optional(text),
  order_by: optional(text, { values: ["id"] }),
  sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
};
const changes = { ...runnerParams, active: optional(boolean) };
const IN_GITLABS_ORDER = [
  ...["description", "active", "paused", "tag_list", "run_untagged", "locked", "access_level"],
  ...["maximum_timeout", "maintenance_note"],
];

/** One runner, by its id. */
export const runnerRoutes = [
  route(
    "GET /runners/:id",
    { scopes, params: { ...byId, include_projects: optional(boolean, { initial: true }) } },
    (call) => {
      const runner = readableRunner(call);
      return ok(presentRunnerDetails(call.instance, call.user, runner, call.params.include_projects === true));
    },
  ),

  route("GET /runners/:id/managers", { scopes, params: byId }, (call) => {
    const now = call.instance.clock.now();
    return ok(readableRunner(call).managers.map((manager) => presentRunnerManager(manager, now)));
  }),

  route("GET /runners/:id/projects", { scopes, params: { ...byId, ...pages } }, (call) => {
    const { instance, user } = call;
    const projects = projectsOf(instance, user, readableRunner(call));
    return paged(call, projects, (project) => presentProjectBasic(instance, user, project));
  }),

  route("GET /runners/:id/jobs", { scopes, params: { ...byId, ...pages, ...jobFilters } }, (call) => {
    if (!new RunnerRights(call).mayReadJobs(runnerById(call))) throw forbidden("No access granted");
    // Jobs are not simulated, so no runner has run one.
    return paged(call, [], (job: never) => job);
  }),

  route(
    "PUT /runners/:id",
    {
      scopes,
      params: { ...byId, ...changes },
      rules: [atLeastOneOf(...IN_GITLABS_ORDER), mutuallyExclusive("active", "paused")],
    },
    (call) => {
      const { instance, user, params } = call;
      const runner = updatableRunner(call);
      updateRunner(instance, runner, params);
      return ok(presentRunnerDetails(instance, user, runner, false));
    },
  ),

  route("DELETE /runners/:id", { scopes, params: byId }, (call) => {
    const runner = runnerById(call);
    requireDeletable(call, runner);
    requireUnmodified(call, runner.updatedAt);
    call.instance.runners.remove(runner);
    return noContent();
  }),

  route("POST /runners/:id/reset_authentication_token", { scopes, params: byId }, (call) => {
    const runner = updatableRunner(call);
    resetToken(call.instance, runner);
    return created(presentRunnerToken(runner));
  }),
];

type OfRunner = SignedCall<{ readonly id: number | null }>;

function runnerById({ instance, params }: OfRunner): Runner {
  const runner = instance.runners.byId(params.id ?? 0);
  if (runner === undefined) throw notFound("Runner");
  return runner;
}

function readableRunner(call: OfRunner): Runner {
  const runner = runnerById(call);
  if (!new RunnerRights(call).mayRead(runner)) throw forbidden("No access granted");
  return runner;
}

function updatableRunner(call: OfRunner): Runner {
  const runner = runnerById(call);
  if (!new RunnerRights(call).mayUpdate(runner)) throw forbidden("No access granted");
  return runner;
}
