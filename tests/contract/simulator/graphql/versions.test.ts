import { startSimulator } from "../../../../simulator";
import { aTeam } from "../facts/world";
import { withSimulator } from "../with-simulator";
import { dataOf, postGraphql, query } from "./graphql-api";

const POLICIES = `{ __type(name: "CiJobTokenScopePolicies") { enumValues { name } } }`;
const SETTINGS = `{ __type(name: "ProjectCiCdSetting") { fields { name } } }`;

describe("the names that a release has", () => {
  it.each([
    { version: "18.3", badges: false, repositories: false, containers: true, push: false, count: 21 },
    { version: "18.11", badges: false, repositories: false, containers: true, push: false, count: 21 },
    { version: "19.0", badges: false, repositories: true, containers: false, push: false, count: 20 },
    { version: "19.1", badges: true, repositories: true, containers: false, push: true, count: 22 },
    { version: "19.5", badges: true, repositories: true, containers: false, push: true, count: 22 },
  ])("of $version", async ({ version, badges, repositories, containers, push, count }) => {
    await withSimulator({ version }, async ({ gitlab }) => {
      const policies = await dataOf(gitlab, POLICIES);
      const settings = await dataOf(gitlab, SETTINGS);
      const { version: said } = await gitlab.get<{ version: string }>("/metadata");
      const names = policies.__type.enumValues.map(({ name }: { name: string }) => name);
      const fields = settings.__type.fields.map(({ name }: { name: string }) => name);

      expect(said).toBe(`${version}.0`);
      expect(names).toHaveLength(count);
      expect({
        badges: names.includes("READ_BADGES"),
        repositories: names.includes("ADMIN_REPOSITORIES"),
        containers: names.includes("READ_CONTAINERS"),
        push: fields.includes("crossProjectPushForJobTokenAllowed"),
      }).toEqual({ badges, repositories, containers, push });
    });
  });

  it("refuse, before anything is done, what a release doesn't know", async () => {
    await withSimulator({ version: "18.11" }, async ({ gitlab }) => {
      const { billing, acme } = await aTeam(gitlab);
      const text = `mutation add($input: CiJobTokenScopeAddGroupOrProjectInput!) {
        ciJobTokenScopeAddGroupOrProject(input: $input) { errors }
      }`;
      const input = {
        projectPath: billing.path_with_namespace,
        targetPath: acme.full_path,
        defaultPermissions: false,
        jobTokenPolicies: ["READ_JOBS", "ADMIN_REPOSITORIES"],
      };

      const { status, body } = await query(gitlab, text, { variables: { input } });

      expect(status).toBe(200);
      expect(body.data).toBeUndefined();
      expect(body.errors[0].message).toMatch(
        /^Variable \$input of type CiJobTokenScopeAddGroupOrProjectInput! was provided invalid value for jobTokenPolicies\.1 \(Expected "ADMIN_REPOSITORIES" to be one of: ADMIN_CONTAINERS, /,
      );
      expect(await gitlab.ids(`/projects/${billing.id}/job_token_scope/groups_allowlist`)).toEqual([]);
    });
  });

  it.each(["17.11", "19", "nineteen"])("are none for %s", async (version) => {
    await expect(startSimulator({ version })).rejects.toThrow(RangeError);
  });
});

describe("remove_deprecated=true", () => {
  const asked = `{
    mutation: __type(name: "CiJobTokenScopeRemoveProjectInput") { inputFields(includeDeprecated: true) { name } }
    scope: __type(name: "CiJobTokenScopeType") { fields(includeDeprecated: true) { name } }
    project: __type(name: "Project") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } }
  }`;

  it("leaves out what GitLab will remove, and keeps its experiments", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const now = await dataOf(gitlab, asked);
      const then = await dataOf(gitlab, asked, { search: "?remove_deprecated=true" });
      const names = (fields: { name: string }[]) => fields.map(({ name }) => name);

      expect(names(now.mutation.inputFields)).toContain("direction");
      expect(names(then.mutation.inputFields)).not.toContain("direction");
      expect(names(now.scope.fields)).toContain("outboundAllowlist");
      expect(names(then.scope.fields)).not.toContain("outboundAllowlist");
      expect(then.project.fields).toContainEqual({
        name: "ciJobTokenScopeAllowlist",
        isDeprecated: true,
        deprecationReason: "**Status**: Experiment. Introduced in GitLab 17.6.",
      });
    });
  });
});

describe("several queries in one request", () => {
  it("are answered in their order, each for itself", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const queries = [
        { query: "{ currentUser { username } }" },
        { query: "{ nonsense }" },
        { query: "query a { metadata { version } } query b { metadata { enterprise } }", operationName: "b" },
      ];

      const { status, body } = await postGraphql(gitlab, queries);

      expect(status).toBe(200);
      expect(body[0]).toEqual({ data: { currentUser: { username: "root" } } });
      expect(body[1].errors[0].message).toBe("Field 'nonsense' doesn't exist on type 'Query'");
      expect(body[2]).toEqual({ data: { metadata: { enterprise: false } } });
    });
  });

  it("are scored together", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const fields = Array.from({ length: 80 }, (_, index) => `f${index}: currentUser { id }`).join(" ");

      const { body } = await postGraphql(gitlab, [{ query: `{ ${fields} }` }, { query: `{ ${fields} }` }]);

      const refused = { errors: [{ message: "Query has complexity of 320, which exceeds max complexity of 300" }] };
      expect(body).toEqual([refused, refused]);
    });
  });
});

describe("GET /api/graphql", () => {
  it("answers queries and refuses mutations", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const get = async (text: string) => {
        const response = await fetch(`${gitlab.url}/api/graphql?query=${encodeURIComponent(text)}`, {
          headers: { "private-token": gitlab.token },
        });
        return { status: response.status, body: await response.json() };
      };

      expect(await get("{ currentUser { username } }")).toEqual({
        status: 200,
        body: { data: { currentUser: { username: "root" } } },
      });
      expect(await get(`mutation { projectCiCdSettingsUpdate(input: { fullPath: "a/b" }) { errors } }`)).toEqual({
        status: 422,
        body: { errors: [{ message: "Mutations are forbidden in GET requests" }] },
      });
    });
  });

  it("is not there where GraphQL is left out", async () => {
    const log: string[] = [];
    await withSimulator({ graphql: false, log: (line) => log.push(line) }, async ({ gitlab }) => {
      const { status } = await query(gitlab, "{ currentUser { username } }");

      expect(status).toBe(404);
      expect(log).toEqual(["POST /api/graphql: there is no such endpoint in the simulated GitLab"]);
    });
  });
});
