import { badRequest, forbidden, invalid, notFound, refuse } from "../../grape/errors";
import { withoutBlanks } from "../../grape/params";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import type { Registrar } from "../../model/registration-tokens";
import {
  INITIAL_RUNNER_SETTINGS,
  ownerProjectId,
  type Runner,
  type RunnerSettings,
  type RunnerType,
} from "../../model/runners";
import type { Act } from "../access";
import { runnerTokenExpiry } from "./expiry";
import { registrarFor } from "./registration";
import { RunnerRights } from "./rights";
import { errorSentence, type Given, runnerChanges, runnerErrors } from "./rules";

/** Which runner somebody wants to make. */
interface Wanted extends Given {
  readonly runner_type: RunnerType;
  readonly group_id?: number | null;
  readonly project_id?: number | null;
}

/** What a request with a registration token says about the new runner. */
interface Registration extends Given {
  readonly token: string | null;
  readonly info?: Readonly<Record<string, unknown>> | null;
}

export function createRunner(act: Act, wanted: Wanted): Runner {
  const { instance, user } = act;
  const place = placeFor(instance, wanted);
  const may = place ? new RunnerRights(act).mayCreateIn(place) : user.admin;
  if (!may) throw forbidden("Insufficient permissions");
  const settings = { ...INITIAL_RUNNER_SETTINGS, ...runnerChanges(withoutBlanks(wanted)) };
  const errors = runnerErrors(settings);
  if (Object.keys(errors).length > 0) throw badRequest(errorSentence(errors));
  return add(instance, settings, { place, name: null, creatorId: user.id });
}

/** A group or project that does not exist is a bad request. GitLab checks that before permissions. */
function placeFor({ namespaces }: Instance, wanted: Wanted): Group | Project | undefined {
  const { runner_type: type, group_id: groupId, project_id: projectId } = wanted;
  if (type === "instance_type") return undefined;
  const place = type === "group_type" ? namespaces.groups.get(groupId ?? 0) : namespaces.projects.get(projectId ?? 0);
  if (place === undefined) throw badRequest(`Missing/invalid ${type === "group_type" ? "group" : "project"}`);
  return place;
}

/** Makes a runner in GitLab's old way. */
export function registerRunner(instance: Instance, { token, info, ...given }: Registration): Runner {
  const registrar: Registrar = registrarFor(instance, token ?? "");
  const settings = { ...INITIAL_RUNNER_SETTINGS, ...runnerChanges(withoutBlanks(given)) };
  const errors = runnerErrors(settings);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const name = typeof info?.name === "string" ? info.name : null;
  return add(instance, settings, { place: registrar === "instance" ? undefined : registrar, name, creatorId: null });
}

interface Origin {
  readonly place: Group | Project | undefined;
  readonly name: string | null;
  readonly creatorId: number | null;
}

function add(instance: Instance, settings: RunnerSettings, { place, name, creatorId }: Origin): Runner {
  const type: RunnerType = place === undefined ? "instance_type" : `${place.kind}_type`;
  const groupId = place?.kind === "group" ? place.id : null;
  const projectId = place?.kind === "project" ? place.id : null;
  const projectIds = new Map(projectId === null ? [] : [[projectId, instance.clock.now()]]);
  const tokenExpiresAt = runnerTokenExpiry(instance, { type, groupId, projectIds });
  const origin = { type, groupId, projectId, name, creatorId, createdByUser: creatorId !== null };
  return instance.runners.add({ ...settings, ...origin, tokenExpiresAt }, instance.clock.now());
}

/** A null is stored as it comes. Where the column allows none, the database refuses it and the answer is a 500. */
export function updateRunner({ clock, runners }: Instance, runner: Runner, given: Given): void {
  if (given.access_level === null) throw invalid({ access_level: ["can't be blank"] });
  if (given.run_untagged === null || given.locked === null) throw refuse(500, "500 Internal Server Error");
  const changes = runnerChanges(given);
  const errors = runnerErrors({ ...runner, ...changes });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  runners.change(runner, changes, clock.now());
}

export function requireDeletable(act: Act, runner: Runner): void {
  if (!act.user.admin && runner.projectIds.size > 1) throw forbidden("Runner associated with more than one project");
  if (!new RunnerRights(act).mayDelete(runner)) throw forbidden("No access granted");
}

export function resetToken(instance: Instance, runner: Runner): void {
  instance.runners.resetToken(runner, runnerTokenExpiry(instance, runner), instance.clock.now());
}

export function assignRunner(act: Act, project: Project, runnerId: number | null): Runner {
  if (!new RunnerRights(act).mayCreateIn(project)) throw forbidden();
  const runner = act.instance.runners.byId(runnerId ?? 0);
  if (runner === undefined) throw notFound("Runner");
  requireAssignable(act, runner);
  requireUnassigned(runner, project);
  runner.projectIds.set(project.id, act.instance.clock.now());
  return runner;
}

function requireAssignable(act: Act, runner: Runner): void {
  if (runner.type === "group_type") throw forbidden("Runner is a group runner");
  if (act.user.admin) return;
  if (runner.locked) throw forbidden("Runner is locked");
  if (!new RunnerRights(act).mayAssign(runner)) throw forbidden("No access granted");
}

/** An instance runner ends in a 500. Only an administrator gets this far with one. */
function requireUnassigned(runner: Runner, project: Project): void {
  if (runner.type === "instance_type") throw refuse(500, "500 Internal Server Error");
  if (runner.projectIds.has(project.id)) {
    throw refuse(400, "Assign to Validation failed: Runner projects is invalid - runner_error");
  }
}

/** Returns the runner if the project has it, and the caller may take it away. */
export function unassignableRunner({ instance, user }: Act, project: Project, runnerId: number | null): Runner {
  const runner = instance.runners.byId(runnerId ?? 0);
  if (!runner?.projectIds.has(project.id)) throw notFound("Runner");
  if (runner.locked && !user.admin) throw forbidden("Runner is locked");
  if (ownerProjectId(runner) === project.id) {
    if (!user.admin) throw forbidden("No access granted");
    throw forbidden("You cannot unassign a runner from the owner project. Delete the runner instead");
  }
  return runner;
}
