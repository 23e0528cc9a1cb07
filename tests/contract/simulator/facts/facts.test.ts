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

async function differencesFrom(fact: Fact): Promise<string[]> {
  const { edition, offering } = fact;
  const simulator = await startSimulator({ ...(edition && { edition }), ...(offering && { offering }) });
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
    // What is only refused says nothing of GitLab.
    const simulated = routes.filter(({ refused }) => !refused).map(({ method, path }) => `${method} ${path}`);

    expect(simulated.filter((address) => !listed.has(shape(address)))).toEqual([]);
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
