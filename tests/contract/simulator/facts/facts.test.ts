import { startSimulator } from "../../../../simulator";
import { routes } from "../../../../simulator/areas";
import { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { areas, facts } from ".";
import { differences } from "./check";
import { deviations } from "./deviations";
import { endpoints } from "./endpoints";
import type { Endpoint, Fact } from "./fact";

// Two facts fill a list with 200 entries, each made with requests of its own.
jest.setTimeout(60_000);

/** Simulated for the world around a test, and not yet held against GitLab's own source. This list only gets shorter. */
const withoutFacts = [
  "POST /applications",
  "POST /deploy_keys",
  "POST /deploy_tokens",
  "POST /hooks",
  "POST /broadcast_messages",
  "POST /topics",
  "POST /projects/:id/deploy_keys",
  "POST /projects/:id/deploy_tokens",
  "POST /projects/:id/environments",
  "POST /projects/:id/hooks",
  "POST /projects/:id/issues",
  "POST /projects/:id/labels",
  "POST /projects/:id/milestones",
  "POST /projects/:id/pipeline_schedules",
  "POST /projects/:id/pipeline",
  "POST /projects/:id/protected_branches",
  "POST /projects/:id/protected_tags",
  "POST /projects/:id/triggers",
  "POST /groups/:id/deploy_tokens",
  "POST /groups/:id/labels",
  "POST /groups/:id/milestones",
  "GET /broadcast_messages",
  "GET /issues",
  "GET /applications",
  "GET /deploy_keys",
  "GET /features",
  "GET /hooks",
  "GET /projects/:id/deploy_keys",
  "GET /projects/:id/deploy_tokens",
  "GET /projects/:id/environments",
  "GET /projects/:id/hooks",
  "GET /projects/:id/issues",
  "GET /projects/:id/labels",
  "GET /projects/:id/milestones",
  "GET /projects/:id/pipeline_schedules",
  "GET /projects/:id/pipelines",
  "GET /projects/:id/protected_branches",
  "GET /projects/:id/protected_tags",
  "GET /projects/:id/triggers",
  "GET /groups/:id/deploy_tokens",
  "GET /groups/:id/issues",
  "GET /groups/:id/labels",
  "GET /groups/:id/milestones",
  "GET /namespaces",
  "GET /namespaces/:id",
  "POST /groups/:id/restore",
  "POST /groups/:id/transfer",
  "GET /groups/:id/descendant_groups",
  "GET /users/:user_id/projects",
  "POST /groups/:id/projects/:project_id",
  "POST /projects/:id/archive",
  "POST /projects/:id/unarchive",
  "POST /projects/:id/restore",
  "POST /groups/:id/share",
  "GET /groups/:id/members/all",
  "GET /groups/:id/members/all/:user_id",
  "GET /projects/:id/repository/branches",
  "PUT /projects/:id/repository/files/:file_path",
  "DELETE /projects/:id/repository/files/:file_path",
  "GET /merge_requests",
  "PUT /projects/:id/merge_requests/:merge_request_iid/merge",
];

async function differencesFrom(fact: Fact): Promise<string[]> {
  const simulator = await startSimulator({ ...(fact.edition && { edition: fact.edition }) });
  try {
    const gitlab = new GitLabApi(simulator.url, simulator.token);
    const { call, expected } = await fact.arrange(gitlab);
    return differences(await gitlab.send(fact.endpoint, call), expected);
  } finally {
    await simulator.close();
  }
}

const title = ({ endpoint, status, when }: Fact): string => `${endpoint} answers ${status} when ${when}`;

describe.each(Object.entries(areas))("facts about %s", (_, ofArea) => {
  it.each(ofArea.map((fact) => [title(fact), fact] as const))("%s", async (_, fact) => {
    expect(await differencesFrom(fact)).toEqual([]);
  });
});

describe("the table of facts", () => {
  const statusesOf = (endpoint: string): number[] =>
    facts.filter((fact) => fact.endpoint === endpoint).map(({ status }) => status);

  it.each(Object.entries(endpoints))("covers what %s answers", (endpoint, { success, failures }) => {
    const expected = success === null ? failures : [success, ...failures];

    expect([...new Set(statusesOf(endpoint))].sort()).toEqual([...expected].sort());
  });

  it("lists every endpoint that is simulated", () => {
    const shape = (address: string) => address.replace(/:\w+/g, ":");
    const listed = new Set(Object.keys(endpoints).map(shape));
    const simulated = routes.map(({ method, path }) => `${method} ${path}`);

    expect(simulated.filter((address) => !listed.has(shape(address)))).toEqual(withoutFacts);
  });

  it("has no fact about an endpoint that is not listed", () => {
    const listed = new Set<string>(Object.keys(endpoints));

    expect(facts.map(({ endpoint }) => endpoint).filter((endpoint) => !listed.has(endpoint))).toEqual([]);
  });

  it("says nothing twice", () => {
    const titles = facts.map(title);

    expect(titles.filter((text, index) => titles.indexOf(text) !== index)).toEqual([]);
  });

  it("names GitLab's own file, its specification or OpenAPI as the source of every fact", () => {
    const unsourced = facts.filter(
      ({ source }) => !/^(OpenAPI 19\.5|(ee\/)?(lib|app|spec|doc|config)\/\S+\.(rb|md|yml))$/.test(source),
    );

    expect(unsourced.map(title)).toEqual([]);
  });

  it("has facts about every endpoint on which sources differ, and none that follows the side that does not count", () => {
    const followed = (endpoint: Endpoint, refuted: number | undefined) => {
      const statuses = statusesOf(endpoint);
      return statuses.length > 0 && !statuses.some((status) => status === refuted);
    };

    const broken = deviations.flatMap((deviation) =>
      deviation.endpoints.filter((endpoint) => !followed(endpoint, deviation.refutedStatus)),
    );

    expect(broken).toEqual([]);
  });
});
