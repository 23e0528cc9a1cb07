import { forbidden, invalid, notFound, preconditionFailed, refuse } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer } from "../../grape/param-types";
import { atLeastOneOf, mutuallyExclusive, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { presentRunnerManager, presentRunnerToken, type Runner } from "../../model/runner";
import { presentProjectBasic } from "../namespaces/present-project";
import { runnerTokenExpiry } from "./expiry";
import { presentRunnerDetails, projectsOf } from "./presentation";
import { RunnerRights } from "./rights";
import { runnerChanges, runnerErrors, runnerParams } from "./rules";

const scopes = ["manage_runner"];
const byId = { id: requires(integer) };
const changes = { ...runnerParams, active: optional(boolean) };
const inGitlabsOrder = [
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

  route(
    "PUT /runners/:id",
    {
      scopes,
      params: { ...byId, ...changes },
      rules: [atLeastOneOf(...inGitlabsOrder), mutuallyExclusive("active", "paused")],
    },
    (call) => {
      const { instance, user, params } = call;
      const runner = updatableRunner(call);
      requireNoNull(params);
      const next = { ...runner, ...runnerChanges(params) };
      const errors = runnerErrors(next);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      Object.assign(runner, runnerChanges(params), { updatedAt: instance.clock.now() });
      return ok(presentRunnerDetails(instance, user, runner, false));
    },
  ),

  route("DELETE /runners/:id", { scopes, params: byId }, (call) => {
    const { instance, user } = call;
    const runner = runnerById(call);
    if (!user.admin && runner.projectIds.size > 1) throw forbidden("Runner associated with more than one project");
    if (!new RunnerRights(instance, user).mayDelete(runner)) throw forbidden("No access granted");
    requireUnmodified(call, runner.updatedAt);
    instance.runners.remove(runner);
    return noContent();
  }),

  route("POST /runners/:id/reset_authentication_token", { scopes, params: byId }, (call) => {
    const { instance } = call;
    const runner = updatableRunner(call);
    instance.runners.resetToken(runner, runnerTokenExpiry(instance, runner), instance.clock.now());
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
  if (!new RunnerRights(call.instance, call.user).mayRead(runner)) throw forbidden("No access granted");
  return runner;
}

function updatableRunner(call: OfRunner): Runner {
  const runner = runnerById(call);
  if (!new RunnerRights(call.instance, call.user).mayUpdate(runner)) throw forbidden("No access granted");
  return runner;
}

/** A deletion may ask that nobody has changed the runner since; what is no date asks for nothing. */
function requireUnmodified({ headers }: OfRunner, updatedAt: Date): void {
  const since = Date.parse(headers["if-unmodified-since"] ?? "");
  if (updatedAt.getTime() > since) throw preconditionFailed();
}

type Nullable = { readonly [N in "run_untagged" | "locked"]?: boolean | null } & {
  readonly access_level?: string | null;
};

/** A null is kept as it comes; columns that take none make the database refuse it, and nothing catches that. */
function requireNoNull({ run_untagged, locked, access_level }: Nullable): void {
  if (access_level === null) throw invalid({ access_level: ["can't be blank"] });
  if (run_untagged === null || locked === null) throw refuse(500, "500 Internal Server Error");
}
