import { badRequest, forbidden } from "../../grape/errors";
import { integer, text } from "../../grape/param-types";
import { optional, type Rule, requires, withoutBlanks } from "../../grape/params";
import { created } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { initialRunnerSettings, presentRegistration, type RunnerType, runnerTypes } from "../../model/runner";
import { runnerTokenExpiry } from "./expiry";
import { RunnerRights } from "./rights";
import { errorSentence, runnerChanges, runnerErrors, runnerParams } from "./rules";

/** The id of the group or project is asked for only where the type needs it. */
const neededFor =
  (type: RunnerType, name: string): Rule =>
  (given) =>
    given.runner_type === type && !(name in given) ? `${name} is missing` : undefined;

export const userRunnerRoutes = [
  route(
    "POST /user/runners",
    {
      scopes: ["create_runner"],
      params: {
        ...runnerParams,
        runner_type: requires(text, { values: runnerTypes }),
        group_id: optional(integer),
        project_id: optional(integer),
      },
      rules: [neededFor("group_type", "group_id"), neededFor("project_type", "project_id")],
    },
    (call) => {
      const { instance, params, user } = call;
      const type = params.runner_type ?? "instance_type";
      const place = placeFor(call, type, params.group_id, params.project_id);
      const may = place ? new RunnerRights(instance, user).mayCreateIn(place) : user.admin;
      if (!may) throw forbidden("Insufficient permissions");
      const settings = { ...initialRunnerSettings, ...runnerChanges(withoutBlanks(params)) };
      const errors = runnerErrors(settings);
      if (Object.keys(errors).length > 0) throw badRequest(errorSentence(errors));
      const groupId = place?.kind === "group" ? place.id : null;
      const projectId = place?.kind === "project" ? place.id : null;
      const projectIds = new Set(projectId === null ? [] : [projectId]);
      const tokenExpiresAt = runnerTokenExpiry(instance, { type, groupId, projectIds });
      const origin = { type, groupId, projectId, createdByUser: true, creatorId: user.id, name: null };
      const runner = instance.runners.add({ ...settings, ...origin, tokenExpiresAt }, instance.clock.now());
      return created(presentRegistration(runner));
    },
  ),
];

/** A group or project that does not exist is a bad request, and is found out before permissions are looked at. */
function placeFor(
  { instance }: SignedCall,
  type: RunnerType,
  groupId: number | null | undefined,
  projectId: number | null | undefined,
) {
  if (type === "instance_type") return undefined;
  const { groups, projects } = instance.namespaces;
  const place = type === "group_type" ? groups.get(groupId ?? 0) : projects.get(projectId ?? 0);
  if (place === undefined) throw badRequest(`Missing/invalid ${type === "group_type" ? "group" : "project"}`);
  return place;
}
