import { forbidden, invalid, refuse } from "../../grape/errors";
import { boolean, hash, text } from "../../grape/param-types";
import { mutuallyExclusive, optional, requires, withoutBlanks } from "../../grape/params";
import { created } from "../../grape/reply";
import { openRoute, route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/member";
import { pageSetting } from "../../model/page-settings";
import type { Registrar } from "../../model/registration-tokens";
import { initialRunnerSettings, presentRegistration, type RunnerType } from "../../model/runner";
import { findGroup, findProject, levelOn, requireAdmin } from "../access";
import { runnerTokenExpiry } from "./expiry";
import { runnerChanges, runnerErrors, runnerParams } from "./rules";

const byAddress = { id: requires(text) };

/** GitLab's old way to make runners: whoever has the registration token may. */
export const runnerRegistrationRoutes = [
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
      const place = registrarFor(instance, params.token ?? "");
      const given = withoutBlanks({ ...params, maintenance_note: params.maintenance_note ?? params.maintainer_note });
      const settings = { ...initialRunnerSettings, ...runnerChanges(given) };
      const errors = runnerErrors(settings);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      const origin = { ...originOf(place), name: nameOf(params.info), createdByUser: false, creatorId: null };
      const projectIds = new Set(origin.projectId === null ? [] : [origin.projectId]);
      const tokenExpiresAt = runnerTokenExpiry(instance, { ...origin, projectIds });
      const runner = instance.runners.add({ ...settings, ...origin, tokenExpiresAt }, instance.clock.now());
      return created(presentRegistration(runner));
    },
  ),

  route("POST /runners/reset_registration_token", { before: requireAdmin }, (call) => reset(call, "instance")),

  route("POST /projects/:id/runners/reset_registration_token", { params: byAddress }, (call) => {
    const project = findProject(call, call.params.id);
    if (levelOn(call.instance, call.user, project) < AccessLevel.maintainer) throw forbidden();
    return reset(call, project);
  }),

  route("POST /groups/:id/runners/reset_registration_token", { params: byAddress }, (call) => {
    const group = findGroup(call, call.params.id);
    if (levelOn(call.instance, call.user, group) < AccessLevel.owner) throw forbidden();
    return reset(call, group);
  }),
];

function reset({ instance }: SignedCall, place: Registrar) {
  if (!instance.settings.allowsRegistrationTokens) throw forbidden();
  return created({ token: instance.registrationTokens.reset(place), token_expires_at: null });
}

/** A token that fits nothing is invalid, save where no token would do: there GitLab says that the way is closed. */
function registrarFor(instance: Instance, token: string): Registrar {
  const { settings, registrationTokens } = instance;
  const place = registrationTokens.placeOf(token);
  const counts = place === "instance" || (place && settings.runnerRegistrars.includes(place.kind));
  if (place === undefined || !counts) {
    if (token !== "" && !settings.allowsRegistrationTokens) throw disallowed();
    throw forbidden("invalid token supplied");
  }
  if (!allowsTokens(instance, place)) throw disallowed();
  return place;
}

function disallowed() {
  return refuse(410, "410 Gone - runner registration disallowed");
}

function allowsTokens({ settings, namespaces }: Instance, place: Registrar): boolean {
  if (!settings.allowsRegistrationTokens || place === "instance") return settings.allowsRegistrationTokens;
  const nearest: Group | undefined = place.kind === "group" ? place : namespaces.groupOf(place);
  const top = [...namespaces.lineage(nearest)].at(-1);
  return top === undefined || pageSetting(top, "allow_runner_registration_token");
}

function originOf(place: Registrar): { type: RunnerType; groupId: number | null; projectId: number | null } {
  if (place === "instance") return { type: "instance_type", groupId: null, projectId: null };
  if (place.kind === "group") return { type: "group_type", groupId: place.id, projectId: null };
  return { type: "project_type", groupId: null, projectId: place.id };
}

function nameOf(info: Readonly<Record<string, unknown>> | null | undefined): string | null {
  return typeof info?.name === "string" ? info.name : null;
}
