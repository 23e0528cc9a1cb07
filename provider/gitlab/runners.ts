import { z } from "zod";
import type { Call, Client } from "../http/client";
import type { Purpose } from "../http/errors";
import { path } from "../http/path";
import { pathOfGroupPage } from "./group-page";
import { managerOf, type Place, placeName } from "./place";

/** https://docs.gitlab.com/api/users/#create-a-runner-linked-to-a-user, https://docs.gitlab.com/api/runners/ */

/** The owner of a runner: a project, a group, or the whole instance. */
export type RunnerOwner = Place | undefined;

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
  /** It is also null for users who may not change the runner. */
  maintenance_note: z.string().nullish(),
});
/** Beside its settings. Older versions of GitLab don't tell when a runner was made. */
const found = details.extend({
  created_at: z.string().nullish(),
  projects: z.array(z.object({ id: z.number(), path_with_namespace: z.string().optional() })).nullish(),
  groups: z.array(z.object({ id: z.number(), web_url: z.string().optional() })).nullish(),
});

export type RunnerSettings = z.output<typeof details>;
export type RunnerSecret = z.output<typeof secret>;

export function createRunner(
  client: Client,
  owner: RunnerOwner,
  settings: RunnerSettings,
): Promise<z.output<typeof registration>> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/user/runners`,
    body: {
      ...settings,
      runner_type: typeOf(owner),
      ...(owner === undefined ? {} : { [`${owner.kind}_id`]: Number(owner.id) }),
    },
    purpose: {
      action: `create a runner for ${ownerName(owner)}`,
      needs: needsOf(owner, "api or create_runner"),
      advice: { 400: refusedCreation(owner), 403: forbiddenCreation(owner) },
    },
  };
  return client.send(call, registration);
}

export function getRunner(client: Client, id: string): Promise<z.output<typeof found>> {
  return client.send({ method: "GET", path: path`/runners/${id}`, purpose: to(`read runner ${id}`) }, found);
}

/** Returns the projects and groups that GitLab shows of a runner, with their paths of today. */
export function ownersIn({ projects, groups }: z.output<typeof found>) {
  return [
    ...(projects ?? []).map(({ id, path_with_namespace: at }) => ({ kind: "project", id: String(id), at }) as const),
    ...(groups ?? []).map(
      ({ id, web_url }) => ({ kind: "group", id: String(id), at: pathOfGroupPage(web_url) }) as const,
    ),
  ];
}

/** Every setting; an explicit null is kept here, while creation drops it. */
export function updateRunner(client: Client, id: string, settings: RunnerSettings): Promise<void> {
  const purpose = to(`update runner ${id}`);
  return client.sendOnly({ method: "PUT", path: path`/runners/${id}`, body: { ...settings }, purpose });
}

/** Resets the token. GitLab revokes the old value at once. */
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

/** Returns the runners of a place that no GitLab Runner has ever used. */
export async function listUnusedRunners(client: Client, owner: RunnerOwner): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id, status } of runnersOf(client, owner, { status: "never_contacted" }))
    if (status === "never_contacted") ids.push(String(id));
  return ids;
}

/** Yields the runners that belong to a place, page by page, without those that other places share with it. */
export async function* runnersOf(
  client: Client,
  owner: RunnerOwner,
  filter: { readonly status?: string } = {},
): AsyncGenerator<z.output<typeof row>> {
  const call: Call = {
    method: "GET",
    path: listOf(owner),
    query: { type: typeOf(owner), ...filter },
    purpose: to(`list the runners of ${ownerName(owner)}`),
  };
  for await (const runner of client.rows(call, z.array(row))) if (runner.runner_type === typeOf(owner)) yield runner;
}

export function ownerName(owner: RunnerOwner): string {
  return owner === undefined ? "the whole instance" : placeName(owner);
}

function typeOf(owner: RunnerOwner): string {
  return owner === undefined ? "instance_type" : `${owner.kind}_type`;
}

function listOf(owner: RunnerOwner) {
  return owner === undefined ? path`/runners/all` : path`/${owner.kind}s/${owner.id}/runners`;
}

function to(action: string, advice: Purpose["advice"] = {}): Purpose {
  return {
    action,
    needs:
      "a token with the api (or manage_runner) scope whose user has at least the Maintainer role in the runner's project, the Owner role in its group, or is an administrator",
    advice,
  };
}

function needsOf(owner: RunnerOwner, scopes: string): string {
  return `a token with the scope ${scopes} whose user ${roleIn(owner)}`;
}

function roleIn(owner: RunnerOwner): string {
  return owner === undefined ? "is an administrator" : `has ${managerOf(owner)}`;
}

function forbiddenCreation(owner: RunnerOwner): string {
  return (
    `There are three causes. The role: this needs ${needsOf(owner, "api or create_runner")}; an owner can grant the role under Manage → Members. ` +
    "The scope, where GitLab says insufficient_scope: api or create_runner to create, and api or manage_runner to read, update and delete later. " +
    "Or creating runners is switched off for members, owners included: an administrator can allow it in Admin → Settings → CI/CD → Runners, a group's owner in the group's Settings → CI/CD → Runners."
  );
}

function refusedCreation(owner: RunnerOwner): string {
  const missing =
    owner === undefined
      ? ""
      : `"Missing/invalid" means that ${ownerName(owner)} does not exist any more, or the token's user can't see it: check the address. `;
  return `${missing}Everything else is a setting that GitLab names above: correct it in the program. This needs ${needsOf(owner, "api or create_runner")}.`;
}

function keptByOthers(id: string): string {
  return (
    `Where GitLab says that it is associated with more than one project: take runner ${id} off the other projects first (Settings → CI/CD → Runners in each), or let an administrator delete it. ` +
    `Otherwise this needs ${to("").needs}: an owner can grant the role under Manage → Members.`
  );
}
