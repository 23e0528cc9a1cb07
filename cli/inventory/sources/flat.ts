import { z } from "zod";
import type { GitLab } from "../../../provider/gitlab/connection";
import type { Call } from "../../../provider/http/client";
import { path } from "../../../provider/http/path";
import type { ProjectRecord } from "../record";
import { inOrder } from "./in-order";

/** What a list of projects shows of each. */
export type FlatProject = Pick<
  ProjectRecord,
  | "archived"
  | "featureAccess"
  | "id"
  | "markedForDeletionOn"
  | "path"
  | "pipelineVariablesMinimumOverrideRole"
  | "publicJobs"
  | "pushRepositoryForJobTokenAllowed"
  | "visibility"
>;

const level = z.enum(["disabled", "private", "enabled", "public"]).nullish().catch(undefined);

/** GitLab's answer has secrets too, such as runners_token: nothing but these fields is kept. https://docs.gitlab.com/api/projects/ */
const answer = z.object({
  id: z.int(),
  path_with_namespace: z.string(),
  visibility: z.enum(["private", "internal", "public"]).default("private"),
  archived: z.boolean().default(false),
  marked_for_deletion_on: z.string().nullish(),
  public_jobs: z.boolean().nullish(),
  ci_push_repository_for_job_token_allowed: z.boolean().nullish(),
  ci_pipeline_variables_minimum_override_role: z.string().nullish(),
  repository_access_level: level,
  builds_access_level: level,
  package_registry_access_level: level,
  container_registry_access_level: level,
  releases_access_level: level,
  environments_access_level: level,
  issues_access_level: level,
  merge_requests_access_level: level,
  infrastructure_access_level: level,
  monitor_access_level: level,
  feature_flags_access_level: level,
  model_registry_access_level: level,
});

const listed = answer.transform(flat);

/** A record's features by GitLab's REST names. */
const FEATURES = {
  repository: "repository_access_level",
  builds: "builds_access_level",
  packageRegistry: "package_registry_access_level",
  containerRegistry: "container_registry_access_level",
  releases: "releases_access_level",
  environments: "environments_access_level",
  issues: "issues_access_level",
  mergeRequests: "merge_requests_access_level",
  infrastructure: "infrastructure_access_level",
  monitor: "monitor_access_level",
  featureFlags: "feature_flags_access_level",
  modelRegistry: "model_registry_access_level",
} as const;

function flat(found: z.output<typeof answer>): FlatProject {
  const levels = Object.entries(FEATURES).flatMap(([name, field]) => (found[field] ? [[name, found[field]]] : []));
  return {
    id: found.id,
    path: found.path_with_namespace,
    visibility: found.visibility,
    archived: found.archived,
    markedForDeletionOn: found.marked_for_deletion_on ?? null,
    publicJobs: found.public_jobs ?? null,
    featureAccess: Object.fromEntries(levels),
    pushRepositoryForJobTokenAllowed: found.ci_push_repository_for_job_token_allowed ?? null,
    pipelineVariablesMinimumOverrideRole: found.ci_pipeline_variables_minimum_override_role ?? null,
  };
}

const rows = z.array(listed);
const NEEDS = "a token with the read_api scope";

/** One project by its path or its id. */
export function projectAt(gitlab: GitLab, address: string): Promise<FlatProject> {
  const purpose = { action: `find the project ${address}`, needs: NEEDS };
  return gitlab.client.send({ method: "GET", path: path`/projects/${address}`, purpose }, listed);
}

/** GitLab counts no list of more rows. Past it, pages are asked for so far ahead. */
const PAGES_AHEAD = 5;

/** All projects of a group and of the groups below it, by id, a page at a time. Pages are read at the same time. */
export async function* projectsBelow(gitlab: GitLab, group: string): AsyncGenerator<FlatProject[]> {
  const call: Call = {
    method: "GET",
    path: path`/groups/${group}/projects`,
    query: { include_subgroups: "true", with_shared: "false", order_by: "id", sort: "asc" },
    purpose: { action: `list the projects of the group ${group}`, needs: NEEDS },
  };
  const first = await gitlab.client.page(call, rows, 1);
  yield first.rows;
  let next = first.next;
  while (next !== undefined) {
    const last = first.pages ?? next + PAGES_AHEAD - 1;
    const numbers = Array.from({ length: last - next + 1 }, (_, index) => (next ?? 0) + index);
    next = undefined;
    for await (const page of inOrder(numbers, gitlab.lanes, (number) => gitlab.client.page(call, rows, number))) {
      yield page.rows;
      next = page.next;
    }
  }
}
