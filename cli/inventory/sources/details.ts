import { z } from "zod";
import type { AllowlistEntry, ProjectRecord, UnseenRecord } from "../record";

/** What is read of each project beside the list. */
export type Details = Pick<
  ProjectRecord,
  "crossProjectPushForJobTokenAllowed" | "enabled" | "groups" | "projects" | "uses"
> &
  Partial<Pick<ProjectRecord, "pipelineVariablesMinimumOverrideRole" | "pushRepositoryForJobTokenAllowed">>;

/** A project's details, and what of it could not be read. */
export interface Read {
  readonly details: Details;
  readonly unseen: readonly UnseenRecord[];
}

export const UNREAD: Details = {
  enabled: null,
  crossProjectPushForJobTokenAllowed: null,
  projects: null,
  groups: null,
  uses: null,
};

const entryNode = z.object({
  direction: z.string().nullish(),
  defaultPermissions: z.boolean().nullish(),
  jobTokenPolicies: z.array(z.string()).nullish(),
  createdAt: z.string().nullish(),
  addedBy: z.object({ username: z.string() }).nullish(),
  target: z.object({ id: z.string(), fullPath: z.string().nullish() }).nullish(),
});
const logNode = z.object({
  lastAuthorizedAt: z.string(),
  originProject: z.object({ id: z.string(), fullPath: z.string() }).nullish(),
});
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
export const entryConnection = z.object({ nodes: z.array(entryNode), pageInfo });
export const logConnection = z.object({ nodes: z.array(logNode), pageInfo });

/** The answer for one project. */
export const projectNode = z.object({
  id: z.string(),
  fullPath: z.string(),
  ciCdSettings: z
    .object({
      inboundJobTokenScopeEnabled: z.boolean().nullish(),
      pushRepositoryForJobTokenAllowed: z.boolean().nullish(),
      crossProjectPushForJobTokenAllowed: z.boolean().nullish(),
      pipelineVariablesMinimumOverrideRole: z.string().nullish(),
    })
    .nullish(),
  ciJobTokenScopeAllowlist: z
    .object({ projectsAllowlist: entryConnection.nullish(), groupsAllowlist: entryConnection.nullish() })
    .nullish(),
  ciJobTokenAuthLogs: logConnection.nullish(),
});

export type ProjectNode = z.output<typeof projectNode>;
export type EntryNode = z.output<typeof entryNode>;
export type LogNode = z.output<typeof logNode>;

/** The longest page of entries that GitLab gives: a whole list has 200. */
const ENTRIES_PAGE = 200;
const LOG_PAGE = 100;

const ENTRIES = `nodes { direction defaultPermissions jobTokenPolicies createdAt addedBy { username } target { __typename ... on CiJobTokenAccessibleProject { id fullPath } ... on CiJobTokenAccessibleGroup { id fullPath } } } pageInfo { hasNextPage endCursor }`;
const LOG = "nodes { lastAuthorizedAt originProject { id fullPath } } pageInfo { hasNextPage endCursor }";

/**
 * The query for a batch. It selects no variable: GitLab would give its value, too.
 * https://docs.gitlab.com/api/graphql/reference/
 */
export function batchQuery({ settings, hasLog }: Schema): string {
  const log = hasLog ? `ciJobTokenAuthLogs(first: ${LOG_PAGE}) { ${LOG} }` : "";
  return `query($ids: [ID!]!, $count: Int!) { projects(ids: $ids, first: $count) { nodes { id fullPath ciCdSettings { ${settings.join(" ")} } ciJobTokenScopeAllowlist { projectsAllowlist(first: ${ENTRIES_PAGE}) { ${ENTRIES} } groupsAllowlist(first: ${ENTRIES_PAGE}) { ${ENTRIES} } } ${log} } } }`;
}

/** The query for the rest of one long list of one project. */
export const moreOf = {
  projectsAllowlist: `query($path: ID!, $after: String!) { project(fullPath: $path) { ciJobTokenScopeAllowlist { projectsAllowlist(first: ${ENTRIES_PAGE}, after: $after) { ${ENTRIES} } } } }`,
  groupsAllowlist: `query($path: ID!, $after: String!) { project(fullPath: $path) { ciJobTokenScopeAllowlist { groupsAllowlist(first: ${ENTRIES_PAGE}, after: $after) { ${ENTRIES} } } } }`,
  ciJobTokenAuthLogs: `query($path: ID!, $after: String!) { project(fullPath: $path) { ciJobTokenAuthLogs(first: ${LOG_PAGE}, after: $after) { ${LOG} } } }`,
} as const;

/** What this version of GitLab has of what an inventory reads. */
export interface Schema {
  readonly settings: readonly string[];
  readonly hasLog: boolean;
}

/** GitLab's settings of a project that an inventory has, in all versions; the newer ones only where the schema has them. */
export const SETTINGS = [
  "inboundJobTokenScopeEnabled",
  "pushRepositoryForJobTokenAllowed",
  "crossProjectPushForJobTokenAllowed",
  "pipelineVariablesMinimumOverrideRole",
] as const;

/** The number in a global id, such as 12 of gid://gitlab/Project/12. */
export function numberOf(globalId: string): number {
  return Number(globalId.slice(globalId.lastIndexOf("/") + 1));
}

/** The entries of one list by id, without the outbound entries of old versions of GitLab, and without the project itself. */
export function entriesOf(nodes: readonly EntryNode[], ownId: number | undefined): AllowlistEntry[] {
  return nodes
    .filter(({ direction }) => direction !== "outbound")
    .flatMap((node) => (node.target ? [entryOf(node, node.target)] : []))
    .filter(({ id }) => id !== ownId)
    .toSorted((a, b) => a.id - b.id);
}

function entryOf(node: EntryNode, { id, fullPath }: NonNullable<EntryNode["target"]>): AllowlistEntry {
  return {
    id: numberOf(id),
    ...(fullPath ? { path: fullPath } : {}),
    permissions: node.defaultPermissions === false ? permissionsOf(node.jobTokenPolicies ?? []) : "default",
    addedBy: node.addedBy?.username ?? null,
    createdAt: node.createdAt ?? null,
  };
}

/** GitLab keeps a set. GraphQL writes in upper case what the documentation has in lower case. */
function permissionsOf(policies: readonly string[]): string[] {
  return [...new Set(policies.map((policy) => policy.toLowerCase()))].sort();
}

/** The authentication log by the id of the project that came in. */
export function usesOf(nodes: readonly LogNode[]): NonNullable<ProjectRecord["uses"]> {
  return nodes
    .flatMap(({ lastAuthorizedAt, originProject }) =>
      originProject
        ? [{ project: { id: numberOf(originProject.id), path: originProject.fullPath }, lastAuthorizedAt }]
        : [],
    )
    .toSorted((a, b) => a.project.id - b.project.id);
}
