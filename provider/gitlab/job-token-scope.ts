import { z } from "zod";
import type { AddressKind } from "../domain/address";
import type { Call, Client } from "../http/client";
import type { Purpose } from "../http/errors";
import { path } from "../http/path";

/** https://docs.gitlab.com/api/project_job_token_scopes/ */

const scope = z.object({ inbound_enabled: z.boolean() });
const entries = z.array(
  z.object({ id: z.number(), path_with_namespace: z.string().optional(), web_url: z.string().optional() }),
);

/** GitLab tells a listed group's path in its address only: `https://gitlab.acme.example/groups/acme/platform`. */
const GROUP_PAGE = /^[a-z]+:\/\/[^/]+.*?\/groups\/(.+)$/;

/** POST and DELETE take integers only, although the documentation says that a path will do. */
const lists = {
  project: { path: "allowlist", field: "target_project_id", label: "allowlist" },
  group: { path: "groups_allowlist", field: "target_group_id", label: "group allowlist" },
} as const;

/** One list of one project. */
export interface Allowlist {
  readonly projectId: string;
  readonly kind: AddressKind;
}

/** Is the project closed to the job tokens of those that are not listed? True as well while the instance enforces it. */
export async function getJobTokenScope(client: Client, projectId: string): Promise<{ enabled: boolean }> {
  const call: Call = {
    method: "GET",
    path: path`/projects/${projectId}/job_token_scope`,
    purpose: to(`read the job token scope of project ${projectId}`, projectId),
  };
  return { enabled: (await client.send(call, scope)).inbound_enabled };
}

/** Answers 204 with no content, and on some versions also where the instance keeps another value: read again. */
export async function setJobTokenScope(client: Client, projectId: string, enabled: boolean): Promise<void> {
  await client.sendOnly({
    method: "PATCH",
    path: path`/projects/${projectId}/job_token_scope`,
    body: { enabled },
    repeatable: true,
    purpose: to(`switch ${enabled ? "on" : "off"} the job token scope of project ${projectId}`, projectId),
  });
}

/**
 * The ids in a list, each with its path, if GitLab tells. The project itself, always listed and never removable, is left out. `expected`
 * is how many there may be.
 */
export async function listAllowlist(
  client: Client,
  { projectId, kind }: Allowlist,
  expected = 0,
): Promise<Map<string, string | undefined>> {
  const { path: list, label } = lists[kind];
  const call: Call = {
    method: "GET",
    path: path`/projects/${projectId}/job_token_scope/${list}`,
    purpose: to(`read the job token ${label} of project ${projectId}`, projectId),
  };
  const ids = new Map<string, string | undefined>();
  for await (const { id, path_with_namespace, web_url = "" } of client.rows(
    call,
    entries,
    kind === "project" ? expected + 1 : expected,
  ))
    ids.set(String(id), path_with_namespace ?? GROUP_PAGE.exec(web_url)?.[1]);
  if (kind === "project") ids.delete(projectId);
  return ids;
}

export async function addToAllowlist(client: Client, { projectId, kind }: Allowlist, targetId: string): Promise<void> {
  const { path: list, field, label } = lists[kind];
  await client.sendOnly({
    method: "POST",
    path: path`/projects/${projectId}/job_token_scope/${list}`,
    body: { [field]: Number(targetId) },
    purpose: to(
      `add ${kind} ${targetId} to the job token ${label} of project ${projectId}`,
      projectId,
      `, and access to ${kind} ${targetId}`,
    ),
  });
}

export async function removeFromAllowlist(
  client: Client,
  { projectId, kind }: Allowlist,
  targetId: string,
): Promise<void> {
  const { path: list, label } = lists[kind];
  await client.sendOnly({
    method: "DELETE",
    path: path`/projects/${projectId}/job_token_scope/${list}/${targetId}`,
    purpose: to(`remove ${kind} ${targetId} from the job token ${label} of project ${projectId}`, projectId),
  });
}

function to(action: string, projectId: string, more = ""): Purpose {
  return {
    action,
    needs: `a token with the api scope whose user has at least the Maintainer role in project ${projectId}${more}`,
  };
}
