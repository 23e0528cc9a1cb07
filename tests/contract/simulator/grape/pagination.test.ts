import type { Answer, GitLabApi } from "../../../support/gitlab/gitlab-api";
import { newGroup, newProject } from "../facts/world";
import { idsOf, withSimulator } from "../with-simulator";

async function projectsIn(gitlab: GitLabApi, count: number) {
  const group = await newGroup(gitlab, "many");
  for (let made = 0; made < count; made += 1) await newProject(gitlab, "one-of-many", { namespace_id: group.id });
  return group;
}

/** What `Link` says of one relation. */
function linked(answer: Answer, relation: string): URL | undefined {
  const link = (answer.headers.get("link") ?? "").split(", ").find((part) => part.endsWith(`; rel="${relation}"`));
  return link === undefined ? undefined : new URL(link.slice(1, link.indexOf(">")));
}

describe("pages", () => {
  it("following Link to its end shows every row once", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const group = await projectsIn(gitlab, 45);
      const seen: number[] = [];
      const sizes: number[] = [];

      let next: URL | undefined = new URL(`${gitlab.url}/api/v4/groups/${group.id}/projects?per_page=20&simple=true`);
      while (next) {
        const response: Response = await fetch(next, { headers: { "private-token": gitlab.token } });
        const page = { status: response.status, headers: response.headers, text: await response.text() };
        seen.push(...idsOf(page));
        sizes.push(idsOf(page).length);
        next = linked(page, "next");
      }

      expect(sizes).toEqual([20, 20, 5]);
      expect(new Set(seen).size).toBe(45);
    });
  });

  it("links repeat every parameter, those of the path and defaults included", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const group = await newGroup(gitlab, "acme");

      const answer = await gitlab.send("GET /groups/:id/members", {
        path: { id: group.full_path },
        as: gitlab.token,
        query: { per_page: 1, query: "adm" },
      });

      const url = `${simulator.url}/api/v4/groups/${group.full_path}/members`;
      const query = `id=${group.full_path}&page=1&per_page=1&query=adm`;
      expect(answer.headers.get("link")).toBe(`<${url}?${query}>; rel="first", <${url}?${query}>; rel="last"`);
    });
  });

  it("in the middle there are links to both sides, in GitLab's order", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const group = await projectsIn(gitlab, 5);

      const answer = await gitlab.send("GET /groups/:id/projects", {
        path: { id: group.id },
        as: gitlab.token,
        query: { per_page: 2, page: 2 },
      });

      const relations = [...(answer.headers.get("link") ?? "").matchAll(/rel="(\w+)"/g)].map(([, name]) => name);
      expect(relations).toEqual(["prev", "next", "first", "last"]);
      expect(["prev", "next", "last"].map((name) => linked(answer, name)?.searchParams.get("page"))).toEqual([
        "1",
        "3",
        "3",
      ]);
      expect([answer.headers.get("x-prev-page"), answer.headers.get("x-next-page")]).toEqual(["1", "3"]);
    });
  });

  it("past the end there is neither a next nor a previous one", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send("GET /users", { as: gitlab.token, query: { page: 7 } });

      expect([idsOf(answer), linked(answer, "prev"), linked(answer, "next")]).toEqual([[], undefined, undefined]);
      expect(answer.headers.get("x-prev-page")).toBe("");
    });
  });

  it("a token that was sent as a parameter is in no link", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const answer = await gitlab.send("GET /users", { query: { private_token: simulator.token } });

      expect(answer.status).toBe(200);
      expect(answer.headers.get("link")).not.toContain(simulator.token);
    });
  });
});
