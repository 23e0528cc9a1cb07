import { z } from "zod";
import type { AddressKind } from "../domain/address";
import { normalNames, type Permissions } from "../domain/permissions";
import type { Client } from "../http/client";
import type { Query } from "../http/graphql";
import { ask, globalId, globalIdShape, Positions } from "./graph";
import { type Place, placeName } from "./place";

/** What GraphQL alone shows of who may open a project: the permissions of entries, and the settings for pushes. */

/** An entry of an allowlist, with what it gives. */
export interface HeldEntry {
  readonly kind: AddressKind;
  readonly id: string;
  readonly path: string;
  readonly permissions: Permissions;
}

/** The settings of a project that say whether job tokens may push, by GitLab's own names. https://docs.gitlab.com/api/graphql/reference/#projectcicdsetting */
export const PUSH_SETTINGS = ["pushRepositoryForJobTokenAllowed", "crossProjectPushForJobTokenAllowed"] as const;

export type PushSettings = { readonly [Setting in (typeof PUSH_SETTINGS)[number]]?: boolean | undefined };

/** What is asked for beside the project's own path. */
interface Wanted {
  readonly entries?: true;
  readonly settings?: readonly (keyof PushSettings)[];
}

interface ProjectAccess {
  /** The project's path today: mutations take paths only. */
  readonly path: string;
  readonly isClosed: boolean;
  readonly entries: readonly HeldEntry[];
  readonly settings: PushSettings;
}

const permissions = z
  .object({ defaultPermissions: z.boolean(), jobTokenPolicies: z.array(z.string()).nullable() })
  .transform(({ defaultPermissions, jobTokenPolicies }, context): Permissions => {
    if (defaultPermissions) return "default"; // The list beside it is stored and has no effect.
    if (jobTokenPolicies !== null) return normalNames(jobTokenPolicies);
    context.addIssue({ code: "custom", message: "GitLab does not say what an entry gives" });
    return z.NEVER;
  });

const target = z.object({ id: globalIdShape, fullPath: z.string() });

/** An entry as its payloads and lists have it. */
export const entryShape = z
  .looseObject({ target, direction: z.string().nullish() })
  .transform((entry, context): HeldEntry & { isInbound: boolean } => {
    const given = permissions.safeParse(entry);
    for (const issue of given.error?.issues ?? []) context.addIssue({ code: "custom", message: issue.message });
    const { id, fullPath } = entry.target;
    const isInbound = entry.direction !== "outbound";
    return { ...id, path: fullPath, permissions: given.data ?? [], isInbound };
  });

/** The fields of an entry, for queries and mutations. */
export const ENTRY =
  "direction defaultPermissions jobTokenPolicies target{__typename ... on CiJobTokenAccessibleProject{id fullPath} ... on CiJobTokenAccessibleGroup{id fullPath}}";

const connection = z.object({
  nodes: z.array(entryShape),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const found = z.object({
  id: globalIdShape,
  fullPath: z.string(),
  ciCdSettings: z.looseObject({ inboundJobTokenScopeEnabled: z.boolean().nullable() }).nullable(),
  ciJobTokenScopeAllowlist: z.object({ projectsAllowlist: connection, groupsAllowlist: connection }).nullish(),
});
const answer = z.object({ projects: z.object({ nodes: z.array(found) }) });

const PAGE = "nodes{%} pageInfo{hasNextPage endCursor}".replace("%", ENTRY);
const LISTS = `ciJobTokenScopeAllowlist{projectsAllowlist(first:200,after:$projects){${PAGE}} groupsAllowlist(first:200,after:$groups){${PAGE}}}`;

/** Reads a project by its id, so that a rename does no harm. What GitLab does not show is an error, and never an empty list. */
export async function readAccess(client: Client, project: Place, wanted: Wanted): Promise<ProjectAccess> {
  const entries: HeldEntry[] = [];
  const positions = new Positions();
  for (let after: After | undefined = {}; ; ) {
    if (!positions.isNew(after)) throw client.failureOf(queryFor(project, wanted, after), "endless");
    const page: Page = await readPage(client, project, wanted, after);
    entries.push(...page.entries);
    if (page.next === undefined) return { ...page.of, entries };
    after = page.next;
  }
}

interface After {
  readonly projects?: string | null;
  readonly groups?: string | null;
}

interface Page {
  readonly of: Omit<ProjectAccess, "entries">;
  readonly entries: readonly HeldEntry[];
  readonly next: After | undefined;
}

async function readPage(client: Client, project: Place, wanted: Wanted, after: After): Promise<Page> {
  const query = queryFor(project, wanted, after);
  const [node] = (await ask(client, query, answer)).projects.nodes;
  if (node?.id.id !== project.id) throw client.failureOf(query, 404);
  const { ciCdSettings, ciJobTokenScopeAllowlist: lists, fullPath } = node;
  const settings = settingsIn(ciCdSettings ?? {}, wanted.settings ?? []);
  const isClosed = ciCdSettings?.inboundJobTokenScopeEnabled;
  if (typeof isClosed !== "boolean" || settings === undefined || (wanted.entries && !lists))
    throw client.failureOf(query, 403);
  const of = { path: fullPath, isClosed, settings };
  if (!lists) return { of, entries: [], next: undefined };
  const { projectsAllowlist: projects, groupsAllowlist: groups } = lists;
  const all = [...projects.nodes, ...groups.nodes].filter(({ isInbound }) => isInbound);
  const isItself = (entry: HeldEntry) => entry.kind === "project" && entry.id === project.id;
  return { of, entries: all.filter((entry) => !isItself(entry)), next: nextOf(projects, groups, after) };
}

/** A list that has ended is asked for again from its end, where nothing is left. */
function nextOf(
  projects: z.output<typeof connection>,
  groups: z.output<typeof connection>,
  after: After,
): After | undefined {
  if (!projects.pageInfo.hasNextPage && !groups.pageInfo.hasNextPage) return undefined;
  return {
    projects: projects.pageInfo.endCursor ?? after.projects ?? null,
    groups: groups.pageInfo.endCursor ?? after.groups ?? null,
  };
}

function settingsIn(
  found: Readonly<Record<string, unknown>>,
  wanted: readonly (keyof PushSettings)[],
): PushSettings | undefined {
  const read = wanted.map((name) => [name, found[name]] as const);
  if (read.some(([, value]) => typeof value !== "boolean")) return undefined;
  return Object.fromEntries(read);
}

function queryFor({ id, ...place }: Place, { entries, settings = [] }: Wanted, after: After): Query {
  const [header, lists] = entries ? [",$projects:String,$groups:String", ` ${LISTS}`] : ["", ""];
  const fields = `id fullPath ciCdSettings{${["inboundJobTokenScopeEnabled", ...settings].join(" ")}}${lists}`;
  return {
    query: `query($ids:[ID!]!${header}){projects(ids:$ids,first:1){nodes{${fields}}}}`,
    variables: { ids: [globalId("project", id)], ...after },
    purpose: {
      action: `read the job token permissions of ${placeName({ id, ...place })}`,
      needs: `a token with the api scope, and no fine-grained one, whose user has at least the Maintainer role in ${placeName({ id, ...place })}`,
      advice: GRAPHQL_ADVICE,
    },
  };
}

/** What stands before GitLab may let its REST API through and not its GraphQL. */
const NO_GRAPHQL =
  "Permissions and settings for pushes need GitLab's GraphQL: let what stands before GitLab pass POST /api/graphql.";
export const GRAPHQL_ADVICE = { 404: NO_GRAPHQL, 405: NO_GRAPHQL } as const;
