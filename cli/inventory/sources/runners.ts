import { z } from "zod";
import type { GitLab } from "../../../provider/gitlab/connection";
import { Positions } from "../../../provider/gitlab/graph";
import { pathOfGroupPage } from "../../../provider/gitlab/group-page";
import { path } from "../../../provider/http/path";
import type { RunnerRecord, UnseenRecord } from "../record";
import { numberOf } from "./details";
import { isOfOne } from "./failure";
import { inOrder } from "./in-order";
import type { Owner } from "./tokens";

const NEEDS = "a token with the read_api scope, of a user with the Maintainer or Owner role in the group";

/** https://docs.gitlab.com/api/graphql/reference/#grouprunners: all that the group's projects can use, with the instance's. */
const QUERY = `query($group: ID!, $after: String) { group(fullPath: $group) { runners(membership: ALL_AVAILABLE, first: 100, after: $after) { nodes { id description runnerType status paused tagList runUntagged locked accessLevel maximumTimeout createdAt contactedAt tokenExpiresAt creationMethod projectCount ownerProject { fullPath } groups { nodes { fullPath } } } pageInfo { hasNextPage endCursor } } } }`;

const runnerType = z
  .string()
  .transform((text) => z.enum(["instance_type", "group_type", "project_type"]).parse(text.toLowerCase()));
const accessLevel = z
  .string()
  .transform((text) => (text.toLowerCase() === "ref_protected" ? "ref_protected" : "not_protected"));

const node = z.object({
  id: z.string(),
  description: z.string().nullish(),
  runnerType,
  status: z.string().nullish(),
  paused: z.boolean(),
  tagList: z.array(z.string()).nullish(),
  runUntagged: z.boolean(),
  locked: z.boolean().nullish(),
  accessLevel,
  maximumTimeout: z.int().nullish(),
  createdAt: z.string().nullish(),
  contactedAt: z.string().nullish(),
  tokenExpiresAt: z.string().nullish(),
  creationMethod: z.string().nullish(),
  projectCount: z.int().nullish(),
  ownerProject: z.object({ fullPath: z.string() }).nullish(),
  groups: z.object({ nodes: z.array(z.object({ fullPath: z.string() }).nullable()).nullish() }).nullish(),
});
const answer = z.object({
  group: z
    .object({
      runners: z
        .object({
          nodes: z.array(node.nullable()),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        })
        .nullable(),
    })
    .nullable(),
});

const details = z.object({
  id: z.int(),
  description: z.string().nullish(),
  runner_type: runnerType,
  status: z.string().nullish(),
  paused: z.boolean().default(false),
  tag_list: z.array(z.string()).default([]),
  run_untagged: z.boolean().default(true),
  locked: z.boolean().nullish(),
  access_level: accessLevel.default("not_protected"),
  maximum_timeout: z.int().nullish(),
  created_at: z.string().nullish(),
  contacted_at: z.string().nullish(),
  projects: z.array(z.object({ path_with_namespace: z.string() })).default([]),
  groups: z.array(z.object({ full_path: z.string().optional(), web_url: z.string().optional() })).default([]),
});
const listed = z.array(z.object({ id: z.int() }));

type Found = RunnerRecord | UnseenRecord;

/** The runners that the projects of a group can use, in one paged list. Undefined where this GitLab's GraphQL does not give them, or not to an end. */
export async function runnersByGraph(
  gitlab: Pick<GitLab, "client">,
  group: Pick<Owner, "path">,
): Promise<RunnerRecord[] | undefined> {
  const found: RunnerRecord[] = [];
  const positions = new Positions();
  for (let after: string | null = null; ; ) {
    const page: Page | undefined = positions.isNew(after) ? await pageOf(gitlab, group.path, after) : undefined;
    if (page === undefined) return undefined;
    found.push(...page.nodes.flatMap((one) => (one === null ? [] : [recordOf(one)])));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor ?? null;
  }
}

type Page = NonNullable<NonNullable<z.output<typeof answer>["group"]>["runners"]>;

async function pageOf(
  { client }: Pick<GitLab, "client">,
  group: string,
  after: string | null,
): Promise<Page | undefined> {
  const purpose = { action: `list the runners of the group ${group}`, needs: NEEDS };
  const query = { query: QUERY, variables: { group, after }, purpose, repeatable: true };
  const { data, errors } = await client.query(query, answer);
  return errors.length > 0 ? undefined : (data?.group?.runners ?? undefined);
}

function recordOf(one: z.output<typeof node>): RunnerRecord {
  const method = one.creationMethod?.toLowerCase();
  return {
    kind: "runner",
    id: numberOf(one.id),
    description: one.description ?? "",
    runnerType: one.runnerType,
    owner: one.ownerProject?.fullPath ?? one.groups?.nodes?.find((group) => group !== null)?.fullPath ?? null,
    projectCount: one.projectCount ?? null,
    status: one.status?.toLowerCase() ?? null,
    paused: one.paused,
    tagList: one.tagList ?? [],
    runUntagged: one.runUntagged,
    locked: one.locked ?? false,
    accessLevel: one.accessLevel,
    maximumTimeout: one.maximumTimeout ?? null,
    createdAt: one.createdAt ?? null,
    contactedAt: one.contactedAt ?? null,
    tokenExpiresAt: one.tokenExpiresAt ?? null,
    creationMethod: method === "registration_token" || method === "authenticated_user" ? method : null,
  };
}

/** The runners of each project and group by its own list, which has no tags, and then each runner by itself. */
export async function* runnersByRest(gitlab: GitLab, owners: readonly Owner[]): AsyncGenerator<Found> {
  const ids = new Set<number>();
  for await (const listed of inOrder(owners, gitlab.lanes, (owner) => listedFor(gitlab, owner))) {
    if ("kind" in listed) yield listed;
    else for (const id of listed) ids.add(id);
  }
  yield* inOrder(
    [...ids].sort((a, b) => a - b),
    gitlab.lanes,
    (id) => detailsOf(gitlab, id),
  );
}

async function listedFor(gitlab: GitLab, { kind, id, path: name }: Owner): Promise<number[] | UnseenRecord> {
  const call = {
    method: "GET",
    path: kind === "group" ? path`/groups/${id}/runners` : path`/projects/${id}/runners`,
    purpose: { action: `list the runners of the ${kind} ${name}`, needs: NEEDS },
  } as const;
  const ids: number[] = [];
  try {
    for await (const one of gitlab.client.rows(call, listed)) ids.push(one.id);
    return ids;
  } catch (error) {
    if (!isOfOne(error)) throw error;
    return { kind: "unseen", what: "runners", id, path: name, where: null, why: error.message };
  }
}

async function detailsOf(gitlab: GitLab, id: number): Promise<Found> {
  const purpose = { action: `read the runner ${id}`, needs: NEEDS };
  try {
    const one = await gitlab.client.send({ method: "GET", path: path`/runners/${id}`, purpose }, details);
    return runnerOf(one);
  } catch (error) {
    if (!isOfOne(error)) throw error;
    return { kind: "unseen", what: "runners", id, path: null, where: null, why: error.message };
  }
}

function runnerOf(one: z.output<typeof details>): RunnerRecord {
  return {
    kind: "runner",
    id: one.id,
    description: one.description ?? "",
    runnerType: one.runner_type,
    owner: ownerOf(one),
    projectCount: one.runner_type === "project_type" ? one.projects.length : null,
    status: one.status ?? null,
    paused: one.paused,
    tagList: one.tag_list,
    runUntagged: one.run_untagged,
    locked: one.locked ?? false,
    accessLevel: one.access_level,
    maximumTimeout: one.maximum_timeout ?? null,
    createdAt: one.created_at ?? null,
    contactedAt: one.contacted_at ?? null,
    tokenExpiresAt: null,
    creationMethod: null,
  };
}

/** GitLab tells a group's path in its web address only. */
function ownerOf({ runner_type: type, projects, groups }: z.output<typeof details>): string | null {
  if (type === "project_type") return projects[0]?.path_with_namespace ?? null;
  const [group] = groups;
  return group?.full_path ?? pathOfGroupPage(group?.web_url) ?? null;
}
