import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam, newGroup, newProject } from "../facts/world";
import { withSimulator } from "../with-simulator";
import { dataOf } from "./graphql-api";

const ENTRY = `{
  defaultPermissions jobTokenPolicies direction autopopulated createdAt addedBy { username } sourceProject { fullPath }
  target {
    __typename
    ... on CiJobTokenAccessibleGroup { id fullPath }
    ... on CiJobTokenAccessibleProject { id fullPath }
  }
}`;
const LISTS = `query lists($path: ID!) {
  project(fullPath: $path) {
    ciJobTokenScopeAllowlist {
      groupsAllowlist(first: 200) { count nodes ${ENTRY} pageInfo { hasNextPage } }
      projectsAllowlist(first: 200) { count nodes ${ENTRY} pageInfo { hasNextPage } }
    }
  }
}`;
const ADD = `mutation add($input: CiJobTokenScopeAddGroupOrProjectInput!) {
  ciJobTokenScopeAddGroupOrProject(input: $input) { errors ciJobTokenScopeAllowlistEntry { defaultPermissions jobTokenPolicies } }
}`;
const UPDATE = `mutation update($input: CiJobTokenScopeUpdatePoliciesInput!) {
  ciJobTokenScopeUpdatePolicies(input: $input) { errors ciJobTokenScopeAllowlistEntry { defaultPermissions jobTokenPolicies } }
}`;

async function listsOf(gitlab: GitLabApi, path: string) {
  return (await dataOf(gitlab, LISTS, { variables: { path } })).project.ciJobTokenScopeAllowlist;
}

describe("entries of an allowlist in GraphQL", () => {
  it("hold what they permit, who added them and when, and nothing of the project itself", async () => {
    await withSimulator({ now: "2026-11-28T10:00:00Z" }, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const input = { projectPath: billing.path_with_namespace, targetPath: acme.full_path };
      const narrow = { defaultPermissions: false, jobTokenPolicies: ["READ_PACKAGES", "ADMIN_RELEASES"] };

      const added = await dataOf(gitlab, ADD, { variables: { input: { ...input, ...narrow } } });

      expect(added.ciJobTokenScopeAddGroupOrProject).toEqual({ errors: [], ciJobTokenScopeAllowlistEntry: narrow });
      expect(await listsOf(gitlab, billing.path_with_namespace)).toEqual({
        groupsAllowlist: {
          count: 1,
          nodes: [
            {
              ...narrow,
              direction: "inbound",
              autopopulated: false,
              createdAt: "2026-11-28T10:00:00.000Z",
              addedBy: { username: "root" },
              sourceProject: { fullPath: billing.path_with_namespace },
              target: {
                __typename: "CiJobTokenAccessibleGroup",
                id: `gid://gitlab/Group/${acme.id}`,
                fullPath: acme.full_path,
              },
            },
          ],
          pageInfo: { hasNextPage: false },
        },
        projectsAllowlist: { count: 0, nodes: [], pageInfo: { hasNextPage: false } },
      });
    });
  });

  it("are changed in place, and widened to GitLab's default by whoever removes and adds them with REST", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const deploy = await newProject(gitlab, "deploy");
      const at = { path: { id: billing.id } };
      const post = () =>
        gitlab.do("POST /projects/:id/job_token_scope/allowlist", { ...at, json: { target_project_id: deploy.id } });
      const permissions = async () => {
        const { projectsAllowlist } = await listsOf(gitlab, billing.path_with_namespace);
        const { defaultPermissions, jobTokenPolicies } = projectsAllowlist.nodes[0];
        return { defaultPermissions, jobTokenPolicies };
      };
      await post();
      const first = await permissions();

      const input = { projectPath: billing.path_with_namespace, targetPath: deploy.path_with_namespace };
      const narrow = { defaultPermissions: false, jobTokenPolicies: ["READ_JOBS"] };
      await dataOf(gitlab, UPDATE, { variables: { input: { ...input, ...narrow } } });
      const second = await permissions();
      await gitlab.do("DELETE /projects/:id/job_token_scope/allowlist/:target", {
        path: { id: billing.id, target: deploy.id },
      });
      await post();

      expect([first, second, await permissions()]).toEqual([
        { defaultPermissions: true, jobTokenPolicies: [] },
        narrow,
        { defaultPermissions: true, jobTokenPolicies: [] },
      ]);
    });
  });

  it("count apart from REST's list, which holds the project itself", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const counts = `query counts($path: ID!) {
        project(fullPath: $path) { ciJobTokenScope { inboundAllowlistCount groupsAllowlistCount inboundAllowlist { nodes { fullPath } } } }
      }`;
      const { id } = await newGroup(gitlab, "guests");
      await gitlab.do("POST /projects/:id/job_token_scope/groups_allowlist", {
        path: { id: billing.id },
        json: { target_group_id: id },
      });

      const { project } = await dataOf(gitlab, counts, { variables: { path: billing.path_with_namespace } });

      expect(project.ciJobTokenScope).toEqual({
        inboundAllowlistCount: 1,
        groupsAllowlistCount: 1,
        inboundAllowlist: { nodes: [{ fullPath: billing.path_with_namespace }] },
      });
    });
  });
});
