import type { Simulator } from "pulumi-gitlab-ci-access/simulator";
import { z } from "zod";
import type { InventoryRecord, ProjectRecord } from "../../../cli/inventory/record";
import { endRecord, headerRecord, projectRecord } from "./records";

const QUERY = `query($group: ID!, $after: String) { group(fullPath: $group) { projects(includeSubgroups: true, first: 50, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { id fullPath archived markedForDeletionOn ciCdSettings { inboundJobTokenScopeEnabled }
    ciJobTokenScopeAllowlist { groupsAllowlist { nodes { ...entry } } projectsAllowlist { nodes { ...entry } } }
    ciJobTokenAuthLogs { nodes { lastAuthorizedAt originProject { id fullPath } } } } } } }
fragment entry on CiJobTokenScopeAllowlistEntry { defaultPermissions jobTokenPolicies createdAt
  target { ... on CiJobTokenAccessibleGroup { id fullPath } ... on CiJobTokenAccessibleProject { id fullPath } } }`;

const place = z.object({ id: z.string(), fullPath: z.string() });
const entries = z.object({
  nodes: z.array(
    z.object({
      defaultPermissions: z.boolean(),
      jobTokenPolicies: z.array(z.string()),
      createdAt: z.string(),
      target: place,
    }),
  ),
});
const project = place.extend({
  archived: z.boolean(),
  markedForDeletionOn: z.string().nullable(),
  ciCdSettings: z.object({ inboundJobTokenScopeEnabled: z.boolean() }),
  ciJobTokenScopeAllowlist: z.object({ groupsAllowlist: entries, projectsAllowlist: entries }),
  ciJobTokenAuthLogs: z.object({
    nodes: z.array(z.object({ lastAuthorizedAt: z.string(), originProject: place })),
  }),
});
const answer = z.object({
  data: z.object({
    group: z.object({
      projects: z.object({
        nodes: z.array(project),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});

/** The records of a group with all that is below it, as the simulated GitLab holds it. */
export async function readRecords(simulator: Simulator, token: string, group: string): Promise<InventoryRecord[]> {
  const records: InventoryRecord[] = [];
  let after: string | null = "";
  while (after !== null) {
    const { nodes, pageInfo } = await pageAfter(simulator, { token, group, after });
    records.push(...nodes.map(recordOf));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  return [headerRecord({ gitlab: simulator.url, scope: { groups: [group], projects: [] } }), ...records, endRecord()];
}

async function pageAfter(
  { url }: Simulator,
  { token, group, after }: { readonly token: string; readonly group: string; readonly after: string },
) {
  const variables = { group, ...(after === "" ? {} : { after }) };
  const response = await fetch(`${url}/api/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "private-token": token },
    body: JSON.stringify({ query: QUERY, variables }),
  });
  return answer.parse(await response.json()).data.group.projects;
}

function recordOf(found: z.output<typeof project>): ProjectRecord {
  const { groupsAllowlist, projectsAllowlist } = found.ciJobTokenScopeAllowlist;
  return projectRecord({
    ...placeOf(found),
    archived: found.archived,
    markedForDeletionOn: found.markedForDeletionOn,
    enabled: found.ciCdSettings.inboundJobTokenScopeEnabled,
    projects: entriesOf(projectsAllowlist),
    groups: entriesOf(groupsAllowlist),
    uses: found.ciJobTokenAuthLogs.nodes.map(({ lastAuthorizedAt, originProject }) => ({
      project: placeOf(originProject),
      lastAuthorizedAt,
    })),
  });
}

function entriesOf({ nodes }: z.output<typeof entries>): NonNullable<ProjectRecord["projects"]> {
  return nodes.map(({ target, createdAt, defaultPermissions, jobTokenPolicies }) => ({
    ...placeOf(target),
    permissions: defaultPermissions ? ("default" as const) : jobTokenPolicies.map((name) => name.toLowerCase()),
    addedBy: null,
    createdAt,
  }));
}

function placeOf({ id, fullPath }: z.output<typeof place>) {
  return { id: Number(id.slice(id.lastIndexOf("/") + 1)), path: fullPath };
}
