import { z } from "zod";
import type { Call, Client } from "../http/client";
import type { Purpose } from "../http/errors";
import { path } from "../http/path";

/** https://docs.gitlab.com/api/users/#create-a-runner-linked-to-a-user, https://docs.gitlab.com/api/runners/ */

type RunnerType = "group_type" | "instance_type" | "project_type";

/** Where a runner belongs; an instance runner belongs nowhere in particular. */
export interface RunnerPlace {
  readonly type: RunnerType;
  readonly projectId?: string;
  readonly groupId?: string;
}

const secret = z.object({ token: z.string().min(1), token_expires_at: z.string().nullish() });
const registration = secret.extend({ id: z.number() });
const row = z.object({ id: z.number(), runner_type: z.string(), status: z.string() });
const details = z.object({
  description: z.string().nullish(),
  tag_list: z.array(z.string()),
  run_untagged: z.boolean(),
  paused: z.boolean(),
  locked: z.boolean(),
  access_level: z.enum(["not_protected", "ref_protected"]),
  maximum_timeout: z.number().nullish(),
  /** Null as well for those who may not change the runner. */
  maintenance_note: z.string().nullish(),
});
/** Beside its settings. Older versions of GitLab don't tell when a runner was made. */
const found = details.extend({ created_at: z.string().nullish() });

export type RunnerSettings = z.output<typeof details>;
export type RunnerSecret = z.output<typeof secret>;

export function createRunner(
  client: Client,
  place: RunnerPlace,
  settings: RunnerSettings,
): Promise<z.output<typeof registration>> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/user/runners`,
    body: {
      ...settings,
      runner_type: place.type,
      ...(place.projectId === undefined ? {} : { project_id: Number(place.projectId) }),
      ...(place.groupId === undefined ? {} : { group_id: Number(place.groupId) }),
    },
    purpose: {
      action: `create a runner for ${nameOf(place)}`,
      needs: needsOf(place, "api or create_runner"),
      advice: { 400: refusedCreation(place), 403: forbiddenCreation(place) },
    },
  };
  return client.send(call, registration);
}

export function getRunner(client: Client, id: string): Promise<z.output<typeof found>> {
  return client.send({ method: "GET", path: path`/runners/${id}`, purpose: to(`read runner ${id}`) }, found);
}

/** Every setting; an explicit null is kept here, while creation drops it. */
export function updateRunner(client: Client, id: string, settings: RunnerSettings): Promise<void> {
  const purpose = to(`update runner ${id}`);
  return client.sendOnly({ method: "PUT", path: path`/runners/${id}`, body: { ...settings }, purpose });
}

/** Ends the old value at once. */
export function resetRunnerToken(client: Client, id: string): Promise<RunnerSecret> {
  const purpose = to(`reset the authentication token of runner ${id}`);
  return client.send(
    { method: "POST", once: true, path: path`/runners/${id}/reset_authentication_token`, purpose },
    secret,
  );
}

export function deleteRunner(client: Client, id: string): Promise<void> {
  const purpose = to(`delete runner ${id}`, { 403: keptByOthers(id) });
  return client.sendOnly({ method: "DELETE", path: path`/runners/${id}`, purpose });
}

/** The runners of a place that no GitLab Runner has ever used. */
export async function listUnusedRunners(client: Client, place: RunnerPlace): Promise<string[]> {
  const call: Call = {
    method: "GET",
    path: listOf(place),
    query: { type: place.type, status: "never_contacted" },
    purpose: to(`list the runners of ${nameOf(place)}`),
  };
  const ids: string[] = [];
  for await (const { id, runner_type, status } of client.rows(call, z.array(row)))
    if (runner_type === place.type && status === "never_contacted") ids.push(String(id));
  return ids;
}

export function nameOf({ projectId, groupId }: RunnerPlace): string {
  if (projectId !== undefined) return `project ${projectId}`;
  return groupId === undefined ? "the whole instance" : `group ${groupId}`;
}

function listOf({ projectId, groupId }: RunnerPlace) {
  if (projectId !== undefined) return path`/projects/${projectId}/runners`;
  return groupId === undefined ? path`/runners/all` : path`/groups/${groupId}/runners`;
}

function to(action: string, advice: Purpose["advice"] = {}): Purpose {
  return {
    action,
    needs:
      "a token with the api (or manage_runner) scope whose user has at least the Maintainer role in the runner's project, the Owner role in its group, or is an administrator",
    advice,
  };
}

function needsOf(place: RunnerPlace, scopes: string): string {
  return `a token with the scope ${scopes} whose user ${roleIn(place)}`;
}

function roleIn(place: RunnerPlace): string {
  if (place.type === "instance_type") return "is an administrator";
  const role = place.type === "group_type" ? "has the Owner role" : "has at least the Maintainer role";
  return `${role} in ${nameOf(place)}`;
}

function forbiddenCreation(place: RunnerPlace): string {
  return (
    `There are three causes. The role: this needs ${needsOf(place, "api or create_runner")}; an owner can grant the role under Manage → Members. ` +
    "The scope, where GitLab says insufficient_scope: api or create_runner to create, and api or manage_runner to read, update and delete later. " +
    "Or creating runners is switched off for members, owners included: an administrator can allow it in Admin → Settings → CI/CD → Runners, a group's owner in the group's Settings → CI/CD → Runners."
  );
}

function refusedCreation(place: RunnerPlace): string {
  const missing =
    place.type === "instance_type"
      ? ""
      : `"Missing/invalid" means that ${nameOf(place)} does not exist any more, or the token's user can't see it: check the address. `;
  return `${missing}Everything else is a setting that GitLab names above: correct it in the program. This needs ${needsOf(place, "api or create_runner")}.`;
}

function keptByOthers(id: string): string {
  return (
    `Where GitLab says that it is associated with more than one project: take runner ${id} off the other projects first (Settings → CI/CD → Runners in each), or let an administrator delete it. ` +
    `Otherwise this needs ${to("").needs}: an owner can grant the role under Manage → Members.`
  );
}
