import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { withSimulator } from "../with-simulator";
import { dataOf, query } from "./graphql-api";

const RUNNERS = `query($membership: CiRunnerMembershipFilter) { group(fullPath: "acme/team") { runners(membership: $membership) { count nodes {
  id description runnerType status paused tagList runUntagged locked accessLevel creationMethod projectCount
  ownerProject { fullPath } groups { nodes { fullPath } } } } } }`;

interface Place {
  readonly id: number;
}

async function world(gitlab: GitLabApi) {
  const acme = await gitlab.post<Place>("/groups", { name: "acme", path: "acme" });
  const team = await gitlab.post<Place>("/groups", { name: "team", path: "team", parent_id: acme.id });
  const shop = await gitlab.post<Place>("/projects", { name: "shop", path: "shop", namespace_id: team.id });
  const runner = (description: string, more: object) =>
    gitlab.post("/user/runners", { description, run_untagged: false, tag_list: ["docker"], ...more });
  await runner("all", { runner_type: "instance_type" });
  await runner("company", { runner_type: "group_type", group_id: acme.id });
  await runner("team", { runner_type: "group_type", group_id: team.id, access_level: "ref_protected" });
  await runner("shop", { runner_type: "project_type", project_id: shop.id, locked: true, paused: true });
  return { team };
}

async function namesOf(gitlab: GitLabApi, membership: string): Promise<string[]> {
  const { group } = await dataOf(gitlab, RUNNERS, { variables: { membership } });
  return group.runners.nodes.map(({ description }: { description: string }) => description);
}

describe("a group's runners in GraphQL", () => {
  it("are its own, those below it, or all that its projects can use", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      await world(gitlab);

      expect(await namesOf(gitlab, "DIRECT")).toEqual(["team"]);
      expect(await namesOf(gitlab, "DESCENDANTS")).toEqual(["shop", "team"]);
      expect(await namesOf(gitlab, "ALL_AVAILABLE")).toEqual(["shop", "team", "company", "all"]);
    });
  });

  it("say whose they are, how they were made and what they take", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      await world(gitlab);

      const { group } = await dataOf(gitlab, RUNNERS, { variables: { membership: "DESCENDANTS" } });

      const made = {
        status: "NEVER_CONTACTED",
        creationMethod: "AUTHENTICATED_USER",
        tagList: ["docker"],
        runUntagged: false,
      };
      expect(group.runners).toMatchObject({
        count: 2,
        nodes: [
          {
            ...made,
            runnerType: "PROJECT_TYPE",
            locked: true,
            paused: true,
            projectCount: 1,
            ownerProject: { fullPath: "acme/team/shop" },
          },
          {
            ...made,
            runnerType: "GROUP_TYPE",
            accessLevel: "REF_PROTECTED",
            ownerProject: null,
            groups: { nodes: [{ fullPath: "acme/team" }] },
          },
        ],
      });
    });
  });

  it("are for maintainers", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { team } = await world(gitlab);
      const token = { name: "reader", scopes: ["read_api"], access_level: 30 };
      const { token: as } = await gitlab.post<{ token: string }>(`/groups/${team.id}/access_tokens`, token);

      expect((await query(gitlab, RUNNERS, { as })).body.data.group.runners).toBeNull();
    });
  });
});
