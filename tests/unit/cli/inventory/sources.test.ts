import { runnersByGraph } from "../../../../cli/inventory/sources/runners";
import { tokensInBulk } from "../../../../cli/inventory/sources/tokens";
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

describe("all tokens below a top-level group", () => {
  const acme = { kind: "group", id: 9, path: "acme" } as const;
  const token = (id: number, more: object) => ({
    id,
    name: "deploy",
    scopes: ["api"],
    access_level: 40,
    expires_at: "2027-01-31",
    ...more,
  });

  it("are read from GitLab.com's list, with the paths of their owners as far as they are known", async () => {
    const { gitlab, scripted } = gitlabWith([
      json([
        token(7, { resource_type: "group", resource_id: 9, last_used_at: "2026-11-01T08:00:00Z" }),
        token(3, { resource_type: "project", resource_id: 4, token: "not kept" }),
      ]),
    ]);

    const found = await tokensInBulk(gitlab, acme, (kind, id) => (kind === "project" ? `acme/p${id}` : null));

    expect(found).toEqual([
      {
        kind: "token",
        id: 3,
        name: "deploy",
        of: "project",
        owner: { id: 4, path: "acme/p4" },
        accessLevel: "maintainer",
        scopes: ["api"],
        createdAt: null,
        expiresAt: "2027-01-31",
        lastUsedAt: null,
      },
      {
        kind: "token",
        id: 7,
        name: "deploy",
        of: "group",
        owner: { id: 9, path: null },
        accessLevel: "maintainer",
        scopes: ["api"],
        createdAt: null,
        expiresAt: "2027-01-31",
        lastUsedAt: "2026-11-01T08:00:00Z",
      },
    ]);
    expect(scripted.log[0]).toBe("GET /groups/9/manage/resource_access_tokens?state=active&per_page=100&page=1");
  });

  it.each([403, 404])("are asked for one by one where GitLab answers %d", async (status) => {
    const answer = json({ message: `${status} Forbidden or not found` }, {}, status);

    expect(await tokensInBulk(gitlabWith([answer]).gitlab, acme, () => null)).toBeUndefined();
  });
});
