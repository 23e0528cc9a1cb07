import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Simulator, startSimulator } from "../../../../simulator";
import { routes } from "../../../../simulator/areas";
import { DOCUMENTED_PARAMETERS } from "../../../../simulator/areas/documented-parameters";
import { limitsAsMarkdown } from "../../../../simulator/areas/limits-table";
import { GitLabApi } from "../../../support/gitlab/gitlab-api";

const addressOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;
const byAddress = new Map(routes.map((route) => [addressOf(route), route]));

/** What an endpoint takes beside what its path names and which page is wanted. */
const takenBy = (address: string): string[] =>
  (byAddress.get(address)?.simulated ?? []).filter(
    (name) => !address.includes(`:${name}`) && !["page", "per_page"].includes(name),
  );

const lines: string[] = [];
let simulator: Simulator;
let gitlab: GitLabApi;

beforeAll(async () => {
  simulator = await startSimulator({ log: (line) => lines.push(line) });
  gitlab = new GitLabApi(simulator.url, simulator.token);
});
afterAll(() => simulator.close());
beforeEach(() => {
  lines.length = 0;
});

/** Ids of nothing: a parameter is refused before anybody looks for what the path names. */
const valuesFor = (address: string) =>
  Object.fromEntries([...address.matchAll(/:(\w+)/g)].map(([, name = ""]) => [name, "999999999"]));

describe("what GitLab documents for an endpoint", () => {
  const asked = Object.entries(DOCUMENTED_PARAMETERS).flatMap(([address, names]) =>
    names.map((name) => [address, name] as const),
  );

  it("is written down for endpoints that the simulator has", () => {
    expect(Object.keys(DOCUMENTED_PARAMETERS).filter((address) => !byAddress.has(address))).toEqual([]);
  });

  it("is written down for every endpoint that takes parameters", () => {
    const missing = [...byAddress.keys()].filter(
      (address) => !(address in DOCUMENTED_PARAMETERS) && takenBy(address).length > 0,
    );

    // The instance's settings are all that the simulator knows; whatever else is set is refused.
    expect(missing).toEqual(["PUT /application/settings"]);
  });

  it.each(asked)("%s: %s is simulated, shapes the answer, or is refused and named", async (address, name) => {
    const route = byAddress.get(address);
    const isTaken = route?.simulated.includes(name) || route?.shaping.includes(name);

    const [method = ""] = address.split(" ");
    const given = method === "GET" || method === "DELETE" ? { query: { [name]: "1" } } : { json: { [name]: "1" } };
    const answer = await gitlab.send(address, { path: valuesFor(address), as: gitlab.token, ...given });

    if (isTaken) {
      expect({ status: answer.status, lines }).not.toMatchObject({ status: 501 });
      expect(lines.join("\n")).not.toContain("not simulated");
    } else {
      expect(answer.status).toBe(501);
      expect(answer.text).toContain(name);
      expect(lines).toEqual([expect.stringContaining(`not simulated: the parameter ${name} of ${address}`)]);
    }
  });
});

it("the page about the simulator lists what is refused; `npm run simulator-limits` writes it", () => {
  const page = readFileSync(resolve(__dirname, "../../../../docs/simulator.md"), "utf8");

  expect(page).toContain(limitsAsMarkdown());
});

describe("what is not simulated", () => {
  it("refuses a filter that would change the answer", async () => {
    const answer = await gitlab.send("GET /projects", { as: gitlab.token, query: { topic_id: 7 } });

    expect(answer.status).toBe(501);
    expect(lines).toHaveLength(1);
  });

  it("passes a filter that is switched off", async () => {
    const query = { include_pending_delete: false };

    expect((await gitlab.send("GET /projects", { as: gitlab.token, query })).status).toBe(200);
  });

  it("refuses to put something into a list that is always empty", async () => {
    const answer = await gitlab.send("POST /projects/:id/hooks", { path: { id: 1 }, as: gitlab.token, json: {} });

    expect(answer.status).toBe(501);
    expect(lines).toEqual([expect.stringContaining("not simulated: POST /projects/:id/hooks")]);
  });

  it("refuses a setting of the instance that it does not know", async () => {
    const json = { throttle_authenticated_api_enabled: true };
    const answer = await gitlab.send("PUT /application/settings", {
      as: gitlab.token,
      json: { ...json, admin_mode: true },
    });

    expect(answer.status).toBe(501);
    expect(answer.text).toContain("throttle_authenticated_api_enabled");
  });

  it("says in the log that an address has no such method", async () => {
    expect((await gitlab.send("PATCH /version", { as: gitlab.token })).status).toBe(405);
    expect(lines).toEqual([expect.stringContaining("PATCH /api/v4/version")]);
  });
});
