import type { FlatProject } from "../../../cli/inventory/sources/flat";
import { GraphReader } from "../../../cli/inventory/sources/graph";
import { runnersByGraph } from "../../../cli/inventory/sources/runners";
import { Connection, type GitLab } from "../../../provider/gitlab/connection";
import { readAccess } from "../../../provider/gitlab/project-access";
import { startServer } from "./bare-server";

/** REST's lists that don't end are in tests/unit/provider/http/client/answers.test.ts. */
const pageInfo = { hasNextPage: true, endCursor: "the-same" };
const empty = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const project = {
  id: "gid://gitlab/Project/7",
  fullPath: "acme/shop",
  ciCdSettings: { inboundJobTokenScopeEnabled: true },
};
const flat: FlatProject = {
  ...{ id: 7, path: "acme/shop", visibility: "private", archived: false },
  ...{ markedForDeletionOn: null, publicJobs: null, featureAccess: {} },
  ...{ pushRepositoryForJobTokenAllowed: null, pipelineVariablesMinimumOverrideRole: null },
};

/** Reads from a GraphQL that gives the same page for ever: what caches answers may do so. It gives up after some requests, so that this ends. */
async function from(data: object, read: (gitlab: GitLab) => Promise<unknown>) {
  const server = await startServer((_request, response) => {
    response.writeHead(server.seen.length > 50 ? 418 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data }));
  });
  const connection = new Connection(
    { get: () => undefined },
    {
      env: { GITLAB_BASE_URL: server.url, GITLAB_TOKEN: "token-of-the-test" },
      time: { now: Date.now, sleep: async () => {} },
      ...{ say: () => {}, warn: () => {}, announce: () => {}, beforeOnce: async () => {} },
    },
  );
  try {
    const outcome = await read(connection.gitlab).catch((error: Error) => error.message);
    return { outcome, asked: server.seen.length };
  } finally {
    await connection.close();
    await server.stop();
  }
}

it.each([
  ["projects", { projectsAllowlist: { nodes: [], pageInfo }, groupsAllowlist: empty }],
  ["groups", { projectsAllowlist: empty, groupsAllowlist: { nodes: [], pageInfo } }],
])("the entries' permissions of a list whose %s never end are an error", async (_, ciJobTokenScopeAllowlist) => {
  const data = { projects: { nodes: [{ ...project, ciJobTokenScopeAllowlist }] } };

  const { outcome, asked } = await from(data, ({ client }) =>
    readAccess(client, { kind: "project", id: "7" }, { entries: true }),
  );

  expect(outcome).toMatch(/^Could not read the job token permissions of project 7: the list does not end/);
  expect(asked).toBe(2);
});

it.each([
  ["entries", { ciJobTokenScopeAllowlist: { projectsAllowlist: { nodes: [], pageInfo }, groupsAllowlist: empty } }],
  [
    "log",
    {
      ciJobTokenScopeAllowlist: { projectsAllowlist: empty, groupsAllowlist: empty },
      ciJobTokenAuthLogs: { nodes: [], pageInfo },
    },
  ],
])("an inventory ends with an error where a project's %s don't", async (_, lists) => {
  const one = { ...project, ...lists };

  const { outcome, asked } = await from({ projects: { nodes: [one] }, project: one }, (gitlab) =>
    new GraphReader(gitlab, { settings: [], hasLog: true }, () => {}).read([flat]),
  );

  expect(outcome).toMatch(/^Could not read all entries of acme\/shop: the list does not end/);
  expect(asked).toBe(2);
});

it("a group's runners are asked for by REST where GraphQL's list never ends", async () => {
  const { outcome, asked } = await from({ group: { runners: { nodes: [], pageInfo } } }, (gitlab) =>
    runnersByGraph(gitlab, { path: "acme" }),
  );

  expect([outcome, asked]).toEqual([undefined, 2]);
});
