import { forbidden, notFound, refuse } from "../../grape/errors";
import { hash, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type OpenCall, selfRoute } from "../../grape/router";
import type { MachineDetails, Runner } from "../../model/runners";
import { requireUnmodified } from "../preconditions";
import { resetToken } from "./operations";
import { presentRegistration, presentRunnerToken } from "./presentation";

/** The machine of a runner that doesn't say where it runs. */
const UNNAMED_SYSTEM = "<legacy>";
const token = requires(text);
/** GitLab Runner sends `info` and `system_id` with everything, also where GitLab declares neither. */
const machine = { token, system_id: optional(text), info: optional(hash) };

/**
 * What a runner does for itself. Its own token is in the body; GitLab Runner sends it as a header too (`PRIVATE-TOKEN`
 * from 16.10 on, `RUNNER-TOKEN` from 17.11 on), which says nothing of a user.
 */
export const runnerSelfRoutes = [
  // This does more than check the token: it marks contact, and makes a manager for the machine that sent it.
  selfRoute("POST /runners/verify", { params: machine }, (call) => {
    const runner = runnerIn(call);
    heartbeat(call, runner);
    return ok(presentRegistration(runner));
  }),

  selfRoute("POST /runners/reset_authentication_token", { params: machine }, (call) => {
    const runner = runnerIn(call);
    heartbeat(call, runner);
    resetToken(call.instance, runner);
    return created(presentRunnerToken(runner));
  }),

  selfRoute("DELETE /runners", { params: { token } }, (call) => {
    const runner = runnerIn(call);
    requireUnmodified(call, runner.updatedAt);
    call.instance.runners.remove(runner);
    return noContent();
  }),

  selfRoute("DELETE /runners/managers", { params: { token, system_id: requires(text) } }, (call) => {
    const runner = runnerIn(call);
    const manager = runner.managers.find(({ systemId }) => systemId === call.params.system_id);
    if (manager === undefined) throw notFound("Runner manager not found");
    requireUnmodified(call, manager.createdAt);
    call.instance.runners.removeManager(runner, manager);
    return noContent();
  }),

  // There are no jobs: each poll ends as it does on a GitLab with an empty queue.
  selfRoute(
    "POST /jobs/request",
    { params: { ...machine, last_update: optional(text), session: optional(hash) } },
    (call) => {
      const runner = runnerIn(call);
      heartbeat(call, runner);
      return { ...noContent(), headers: { "X-GitLab-Last-Update": runner.queueValue } };
    },
  ),

  // A GitLab without the job router; GitLab Runner then polls for jobs as it always did.
  selfRoute("GET /runners/router/discovery", {}, ({ instance, headers }) => {
    const value = headers["runner-token"];
    const runner = typeof value === "string" ? instance.runners.byToken(value, instance.clock.now()) : undefined;
    if (runner === undefined) throw forbidden();
    throw refuse(501, "Job Router is not available. Please contact your administrator.");
  }),
];

type SelfCall = OpenCall<{
  readonly token: string | null;
  readonly system_id?: string | null;
  readonly info?: Readonly<Record<string, unknown>> | null;
}>;

function runnerIn({ instance, params: given }: OpenCall<{ readonly token: string | null }>): Runner {
  const runner = instance.runners.byToken(given.token ?? "", instance.clock.now());
  if (runner === undefined) throw forbidden();
  return runner;
}

function heartbeat({ instance, params: given }: SelfCall, runner: Runner): void {
  const systemId = given.system_id || UNNAMED_SYSTEM;
  instance.runners.heartbeat(runner, systemId, detailsIn(given.info), instance.clock.now());
}

function detailsIn(info: Readonly<Record<string, unknown>> | null | undefined): MachineDetails {
  const names = ["version", "revision", "platform", "architecture"] as const;
  const details: MachineDetails = {};
  for (const name of names) {
    const value = info?.[name];
    if (typeof value === "string" && value !== "") details[name] = value;
  }
  return details;
}
