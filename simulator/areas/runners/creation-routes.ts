import { forbidden } from "../../grape/errors";
import { boolean, hash, integer, text } from "../../grape/param-types";
import { mutuallyExclusive, optional, type Rule, requires } from "../../grape/params";
import { created } from "../../grape/reply";
import { openRoute, route, type SignedCall } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import type { Registrar } from "../../model/registration-tokens";
import { RUNNER_TYPES, type RunnerType } from "../../model/runners";
import { requireAdmin, requireLevel, requireOpenGroup } from "../access";
import { groupAt, projectAt } from "../addresses";
import { allowsRegistrationTokens } from "../registration";
import { createRunner, registerRunner } from "./operations";
import { presentRegistration } from "./presentation";
import { runnerParams } from "./rules";

const byAddress = { id: requires(text) };

/** The id of the group or project is asked for only where the type needs it. */
const neededFor =
  (type: RunnerType, name: string): Rule =>
  (given) =>
    given.runner_type === type && !(name in given) ? `${name} is missing` : undefined;

export const runnerCreationRoutes = [
  route(
    "POST /user/runners",
    {
      scopes: ["create_runner"],
      params: {
        ...runnerParams,
        runner_type: requires(text, { values: RUNNER_TYPES }),
        group_id: optional(integer),
        project_id: optional(integer),
      },
      rules: [neededFor("group_type", "group_id"), neededFor("project_type", "project_id")],
    },
    (call) => {
      const type = RUNNER_TYPES.find((each) => each === call.params.runner_type) ?? "instance_type";
      return created(presentRegistration(createRunner(call, { ...call.params, runner_type: type })));
    },
  ),

  // GitLab's old way to make runners: everybody who has the registration token may.
  openRoute(
    "POST /runners",
    {
      params: {
        ...runnerParams,
        token: requires(text),
        active: optional(boolean),
        maintainer_note: optional(text),
        info: optional(hash),
      },
      rules: [mutuallyExclusive("maintainer_note", "maintenance_note"), mutuallyExclusive("active", "paused")],
    },
    ({ instance, params }) => {
      const note = params.maintenance_note ?? params.maintainer_note;
      const given = note === undefined ? params : { ...params, maintenance_note: note };
      return created(presentRegistration(registerRunner(instance, given)));
    },
  ),

  route("POST /runners/reset_registration_token", { before: requireAdmin }, (call) => reset(call, "instance")),

  route("POST /projects/:id/runners/reset_registration_token", { params: byAddress }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    return reset(call, project);
  }),

  route("POST /groups/:id/runners/reset_registration_token", { params: byAddress }, (call) => {
    const group = groupAt(call);
    requireLevel(call, group, AccessLevel.owner);
    requireOpenGroup(call.instance, group);
    return reset(call, group);
  }),
];

function reset({ instance }: SignedCall, place: Registrar) {
  if (!allowsRegistrationTokens(instance, place)) throw forbidden();
  return created({ token: instance.registrationTokens.reset(place), token_expires_at: null });
}
