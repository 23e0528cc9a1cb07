import { forbidden } from "../../grape/errors";
import { hash, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import type { MachineDetails, Runner } from "../../model/runners";
import { resetToken } from "./operations";
import { presentRegistration, presentRunnerToken } from "./presentation";

/** The machine of a runner that says nothing of where it runs. */
const UNNAMED_SYSTEM = "<legacy>";
const params = { token: requires(text), system_id: optional(text), info: optional(hash) };

/** What a runner does for itself, with its own token as the only credential. */
export const runnerSelfRoutes = [
  // No harmless probe: it marks contact, and makes a manager for the machine it comes from.
  openRoute("POST /runners/verify", { params }, (call) => {
    const runner = runnerOf(call);
    heartbeat(call, runner);
    return ok(presentRegistration(runner));
  }),

  openRoute("POST /runners/reset_authentication_token", { params }, (call) => {
    const runner = runnerOf(call);
    heartbeat(call, runner);
    resetToken(call.instance, runner);
    return created(presentRunnerToken(runner));
  }),

  openRoute("DELETE /runners", { params: { token: requires(text) } }, (call) => {
    call.instance.runners.remove(runnerOf(call));
    return noContent();
  }),
];

type SelfCall = OpenCall<{
  readonly token: string | null;
  readonly system_id?: string | null;
  readonly info?: Readonly<Record<string, unknown>> | null;
}>;

function runnerOf({ instance, params: given }: OpenCall<{ readonly token: string | null }>): Runner {
  const runner = instance.runners.byToken(given.token ?? "", instance.clock.now());
  if (runner === undefined) throw forbidden();
  return runner;
}

function heartbeat({ instance, params: given }: SelfCall, runner: Runner): void {
  instance.runners.heartbeat(runner, given.system_id || UNNAMED_SYSTEM, detailsIn(given.info), instance.clock.now());
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
