import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { DEVELOPER, GUEST, MAINTAINER, REPORTER } from "../../facts/world";
import { dataOf } from "../../graphql/graphql-api";
import { withSimulator } from "../../with-simulator";
import { aJob, basic, type Situation } from "./jobs";

interface Access {
  readonly name: string;
  readonly actions: readonly string[];
  readonly meta: object;
}

/** Asks for a token as `docker login` and `docker pull` do. */
async function ask(gitlab: GitLabApi, token: string, query: string, login?: string) {
  const response = await fetch(`${gitlab.url}/jwt/auth?${query}`, { headers: basic(token, login) });
  return { status: response.status, text: await response.text() };
}

function payloadOf(text: string) {
  const { token } = JSON.parse(text) as { token: string };
  const [, payload = ""] = token.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown> & {
    access: Access[];
  };
}

const listed = { listed: "project" } as const;
const open = { visibility: "public" } as const;
const MEMBERS_ONLY = { container_registry_access_level: "private" };
const OFF = { container_registry_access_level: "disabled" };
const service = "app/services/auth/container_registry_authentication_service.rb";
const policy = "app/policies/project_policy.rb";

/** How a job stands, and which of pull, push and delete its token allows on an image of the project. */
const ROWS: readonly (readonly [given: Situation, actions: readonly string[], source: string])[] = [
  [{ own: true }, ["pull", "push", "delete"], service],
  [{ own: true, level: MAINTAINER, settings: OFF }, [], service],
  [{ ...listed, level: REPORTER }, ["pull"], "config/authz/roles/reporter.yml"],
  [{ ...listed, level: MAINTAINER, permissions: [] }, ["pull"], "doc/ci/jobs/fine_grained_permissions.md"],
  [{ ...listed, level: GUEST }, [], "config/authz/roles/guest.yml"],
  [{ ...listed }, [], policy],
  [{ level: MAINTAINER }, [], policy],
  [{ isOpen: true, level: DEVELOPER }, ["pull"], policy],
  [{ ...open }, ["pull"], policy],
  [{ ...open, level: REPORTER, settings: MEMBERS_ONLY }, [], "doc/ci/jobs/ci_job_token.md"],
  [{ ...open, ...listed, level: REPORTER, settings: MEMBERS_ONLY }, ["pull"], policy],
  [{ ...open, ...listed, settings: OFF }, [], policy],
];

const LOG = `query($path: ID!) { project(fullPath: $path) { ciJobTokenAuthLogs { count } } }`;

describe("a job's token for the container registry", () => {
  it.each(ROWS.map((row) => [JSON.stringify(row[0]), row] as const))("of %s", async (_, [given, actions]) => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { token, billing, user } = await aJob(simulator, gitlab, given);
      const name = `${billing.path_with_namespace}/web/api`;

      const { status, text } = await ask(
        gitlab,
        token,
        `service=container_registry&scope=repository:${name}:pull,push,delete`,
      );

      const meta = {
        project_path: billing.path_with_namespace,
        project_id: billing.id,
        root_namespace_id: expect.any(Number),
      };
      expect(status).toBe(200);
      expect(payloadOf(text)).toMatchObject({
        ...{ aud: "container_registry", sub: user.username, auth_type: "build" },
        access: actions.length === 0 ? [] : [{ type: "repository", name, actions, meta }],
      });
      simulator.clock.advance({ minutes: 6 });
      const { project } = await dataOf(gitlab, LOG, { variables: { path: billing.path_with_namespace } });
      const everybody = given.visibility === "public" && given.settings === undefined;
      expect(project.ciJobTokenAuthLogs.count).toBe(given.own || everybody || actions.length === 0 ? 0 : 1);
    });
  });

  it("names several images, and leaves out those that there is no project for", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { token, billing, deploy } = await aJob(simulator, gitlab, { ...listed, level: REPORTER });
      const image = ({ path_with_namespace }: typeof billing) => `repository:${path_with_namespace}:pull`;
      const scopes = [image(billing), `${image(deploy)}+repository:no/such:pull`, "registry:catalog:*"];

      const { text } = await ask(
        gitlab,
        token,
        `service=container_registry&${scopes.map((each) => `scope=${each}`).join("&")}`,
      );

      expect(payloadOf(text).access.map(({ name }) => name)).toEqual([
        billing.path_with_namespace,
        deploy.path_with_namespace,
      ]);
      expect(simulator.issuedSecrets()).toContain((JSON.parse(text) as { token: string }).token);
    });
  });

  it("is refused to a job that has ended, and of a service that there is none of", async () => {
    await withSimulator({ log: () => {} }, async ({ simulator, gitlab }) => {
      const { token } = await aJob(simulator, gitlab, { own: true });
      expect((await ask(gitlab, token, "service=none")).status).toBe(404);
      expect((await ask(gitlab, token, "service=dependency_proxy")).status).toBe(501);
      expect((await ask(gitlab, gitlab.token, "service=container_registry", "root")).status).toBe(501);
      simulator.jobTokens.end(token);

      const { status, text } = await ask(gitlab, token, "service=container_registry");

      expect(status).toBe(401);
      expect(JSON.parse(text).errors).toEqual([
        { code: "UNAUTHORIZED", message: expect.stringMatching(/^HTTP Basic: Access denied\. .* See http/) },
      ]);
    });
  });

  it("has its decisions from GitLab's own files", () => {
    expect(ROWS.filter(([, , source]) => !/^(app|doc|config)\/\S+\.(rb|md|yml)$/.test(source))).toEqual([]);
  });
});
