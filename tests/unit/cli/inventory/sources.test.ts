import { runnersByGraph } from "../../../../cli/inventory/sources/runners";
import { json, type Reply, ScriptedGitLab } from "../../provider/http/scripted-gitlab";

/** A GitLab that gives these answers, as far as an inventory uses it. */
function gitlabWith(script: Reply[]) {
  const scripted = new ScriptedGitLab(script);
  return { scripted, gitlab: { client: scripted.client() } };
}

const runner = (id: number, more: object = {}) => ({
  ...{
    id: `gid://gitlab/Ci::Runner/${id}`,
    description: "docker",
    runnerType: "GROUP_TYPE",
    status: "ONLINE",
    paused: false,
  },
  ...{ tagList: ["docker"], runUntagged: false, locked: false, accessLevel: "REF_PROTECTED", maximumTimeout: null },
  ...{
    createdAt: "2026-01-05T08:00:00Z",
    contactedAt: null,
    tokenExpiresAt: null,
    creationMethod: "AUTHENTICATED_USER",
  },
  ...{ projectCount: null, ownerProject: null, groups: { nodes: [{ fullPath: "acme" }] }, ...more },
});
const page = (nodes: object[], endCursor: string | null = null) =>
  json({ data: { group: { runners: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } } } });

describe("runners of a group by GraphQL", () => {
  it("are read page by page, with GitLab's REST names and values", async () => {
    const legacy = runner(2, {
      runnerType: "PROJECT_TYPE",
      creationMethod: "REGISTRATION_TOKEN",
      ownerProject: { fullPath: "acme/shop" },
      accessLevel: "NOT_PROTECTED",
    });
    const { gitlab, scripted } = gitlabWith([page([runner(1)], "next"), page([legacy])]);

    const found = await runnersByGraph(gitlab, { path: "acme" });

    expect(found).toMatchObject([
      {
        kind: "runner",
        id: 1,
        runnerType: "group_type",
        owner: "acme",
        accessLevel: "ref_protected",
        status: "online",
        creationMethod: "authenticated_user",
      },
      {
        id: 2,
        runnerType: "project_type",
        owner: "acme/shop",
        accessLevel: "not_protected",
        creationMethod: "registration_token",
      },
    ]);
    expect(scripted.exchanges.map(({ body = "" }) => JSON.parse(body).variables)).toEqual([
      { group: "acme", after: null },
      { group: "acme", after: "next" },
    ]);
  });

  it.each([
    ["has no such field", json({ errors: [{ message: "Field 'runners' doesn't exist on type 'Group'" }] })],
    ["shows none to this token", json({ data: { group: { runners: null } } })],
  ])("are asked for by REST where GitLab %s", async (_, answer) => {
    expect(await runnersByGraph(gitlabWith([answer]).gitlab, { path: "acme" })).toBeUndefined();
  });
});
