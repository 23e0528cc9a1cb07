import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { addMember, DEVELOPER, MAINTAINER, newGroup, newProject, newUser } from "../facts/world";
import { withSimulator } from "../with-simulator";
import { dataOf } from "./graphql-api";

/** `outer` with three projects, and `outer/inner` with one. */
async function aTree(gitlab: GitLabApi) {
  const outer = await newGroup(gitlab, "outer", { path: "outer" });
  const inner = await newGroup(gitlab, "inner", { path: "inner", parent_id: outer.id });
  const names = ["charlie", "alpha", "bravo"];
  const projects: { readonly id: number }[] = [];
  for (const name of names) projects.push(await newProject(gitlab, name, { name, path: name, namespace_id: outer.id }));
  projects.push(await newProject(gitlab, "delta", { name: "delta", path: "delta", namespace_id: inner.id }));
  return { outer, inner, projects };
}

const named = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name);

interface PageOfNames {
  readonly nodes: readonly { name: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function everyPage<Data>(
  gitlab: GitLabApi,
  pageOf: (after: string) => string,
  field: (data: Data) => PageOfNames,
): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after = ""; ; ) {
    const data: Data = await dataOf(gitlab, pageOf(after && `after: "${after}",`));
    const { nodes, pageInfo } = field(data);
    pages.push(named(nodes));
    if (!pageInfo.hasNextPage) return pages;
    after = pageInfo.endCursor;
  }
}

describe("pages of projects", () => {
  it("lead through a whole group, sorted as asked, and through nothing twice", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      await aTree(gitlab);
      const pageOf = (after: string) => `{
        group(fullPath: "outer") {
          projects(includeSubgroups: true, sort: PATH_ASC, ${after} first: 3) { nodes { name } pageInfo { hasNextPage endCursor } }
        }
      }`;

      const pages = await everyPage(
        gitlab,
        pageOf,
        ({ group }: { group: { projects: PageOfNames } }) => group.projects,
      );

      expect(pages).toEqual([["alpha", "bravo", "charlie"], ["delta"]]);
    });
  });

  it("move by nothing that comes or goes between two of them", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { projects } = await aTree(gitlab);
      const page = (after: string) =>
        dataOf(gitlab, `{ projects(sort: "id_asc", ${after} first: 2) { nodes { name } pageInfo { endCursor } } }`);
      const first = await page("");

      const gone = projects[1]?.id ?? 0;
      await gitlab.delete(`/projects/${gone}`);
      const { path_with_namespace: path } = await gitlab.get<{ path_with_namespace: string }>(`/projects/${gone}`);
      await gitlab.delete(`/projects/${gone}?permanently_remove=true&full_path=${encodeURIComponent(path)}`);
      const second = await page(`after: "${first.projects.pageInfo.endCursor}",`);

      expect([named(first.projects.nodes), named(second.projects.nodes)]).toEqual([
        ["charlie", "alpha"],
        ["bravo", "delta"],
      ]);
    });
  });

  it("hold 100 at most, and those of allowlists 200", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const open = await newProject(gitlab, "open", { path: "open", name: "open" });
      for (let count = 0; count < 101; count += 1) {
        const { id } = await newProject(gitlab, "caller");
        await gitlab.do("POST /projects/:id/job_token_scope/allowlist", {
          path: { id: open.id },
          json: { target_project_id: id },
        });
      }

      const data = await dataOf(
        gitlab,
        `{
          projects(first: 500) { count nodes { id } pageInfo { hasNextPage } }
          project(fullPath: "root/open") {
            ciJobTokenScopeAllowlist { projectsAllowlist(first: 200) { count(limit: 50) nodes { direction } } }
            ciJobTokenScope { inboundAllowlist(last: 500) { nodes { id } pageInfo { hasPreviousPage } } }
          }
        }`,
      );

      expect(data.projects.nodes).toHaveLength(100);
      expect([data.projects.count, data.projects.pageInfo.hasNextPage]).toEqual([102, true]);
      expect(data.project.ciJobTokenScopeAllowlist.projectsAllowlist.nodes).toHaveLength(101);
      expect(data.project.ciJobTokenScopeAllowlist.projectsAllowlist.count).toBe(51);
      expect(data.project.ciJobTokenScope.inboundAllowlist.nodes).toHaveLength(100);
      expect(data.project.ciJobTokenScope.inboundAllowlist.pageInfo.hasPreviousPage).toBe(true);
    });
  });
});

describe("projects are found", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["by id, in any order", `ids: ["gid://gitlab/Project/3", "gid://gitlab/Project/1"]`, ["bravo", "charlie"]],
    ["by path, whatever its case", `fullPaths: ["Outer/Alpha", "no/such"]`, ["alpha"]],
    ["by their namespace", `namespacePath: "outer/inner"`, ["delta"]],
    ["by a text", `search: "alp"`, ["alpha"]],
    ["if they are archived", "archived: ONLY", ["bravo"]],
    ["unless they are archived", "archived: EXCLUDE", ["delta", "alpha", "charlie"]],
    ["unless they are marked for deletion", `notAimedForDeletion: true, sort: "name_asc"`, ["alpha", "bravo", "delta"]],
    ["if they are marked for deletion", "aimedForDeletion: true", ["charlie-deletion_scheduled-1"]],
  ];

  it.each(cases)("%s", async (when, filter, expected) => {
    await withSimulator({}, async ({ gitlab }) => {
      await aTree(gitlab);
      await gitlab.post("/projects/3/archive");
      if (when.includes("marked")) await gitlab.delete("/projects/1");

      const { projects } = await dataOf(gitlab, `{ projects(${filter}) { nodes { name } } }`);

      expect(named(projects.nodes)).toEqual(expected);
    });
  });

  it("by the role of whoever asks, and only where they may be seen", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { inner, projects } = await aTree(gitlab);
      const user = await newUser(gitlab, "reader");
      await addMember(gitlab, { in: "groups", id: inner.id, user, level: MAINTAINER });
      await addMember(gitlab, { in: "projects", id: projects[0]?.id ?? 0, user, level: DEVELOPER });
      const asked = { as: user.token };

      const all = await dataOf(gitlab, "{ projects { nodes { name maxAccessLevel { stringValue } } } }", asked);
      const maintained = await dataOf(gitlab, "{ projects(minAccessLevel: MAINTAINER) { nodes { name } } }", asked);

      expect(all.projects.nodes).toEqual([
        { name: "delta", maxAccessLevel: { stringValue: "MAINTAINER" } },
        { name: "charlie", maxAccessLevel: { stringValue: "DEVELOPER" } },
      ]);
      expect(named(maintained.projects.nodes)).toEqual(["delta"]);
    });
  });

  it("groups are found with all below them", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      await aTree(gitlab);

      const data = await dataOf(
        gitlab,
        `{
          group(fullPath: "outer") { descendantGroups { nodes { fullPath parent { fullPath } } } projectsCount }
          groups(topLevelOnly: true) { nodes { fullPath } }
        }`,
      );

      expect(data).toEqual({
        group: {
          descendantGroups: { nodes: [{ fullPath: "outer/inner", parent: { fullPath: "outer" } }] },
          projectsCount: 3,
        },
        groups: { nodes: [{ fullPath: "outer" }] },
      });
    });
  });
});
