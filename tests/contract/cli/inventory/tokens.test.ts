import type { SimulatorOptions } from "../../../../simulator";
import { inventoryOf } from "../../../support/inventory/reading";
import { withSimulator } from "../../simulator/with-simulator";

type Reader = "maintainer" | "owner";

/** The tokens of one estate, and by which requests they were found. */
async function tokensBy(options: SimulatorOptions, reader: Reader) {
  const seen = { tokens: [] as object[], lists: 0, each: 0, said: "" };
  const given = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false, log: () => {}, ...options };
  await withSimulator(given, async ({ simulator }) => {
    const { tokens } = simulator.estate({ projects: 60, seed: 7 });
    const { inventory, said } = await inventoryOf(simulator, { token: tokens[reader], with: ["tokens"] });
    const sent = (what: RegExp) => simulator.requests.all.filter(({ path }) => what.test(path)).length;
    seen.tokens = inventory.tokens.toSorted((a, b) => a.id - b.id);
    seen.lists = sent(/\/manage\/resource_access_tokens/);
    seen.each = sent(/\/access_tokens/);
    seen.said = said.join("\n");
  });
  return seen;
}

const ONE_BY_ONE = /This GitLab has no list of all tokens of a group/;

it("an inventory of GitLab.com has from one list what it has elsewhere by a request for each project and group", async () => {
  const com = await tokensBy({ offering: "gitlab.com" }, "owner");
  const own = await tokensBy({}, "owner");

  expect(com.tokens).toEqual(own.tokens);
  expect(com.tokens.length).toBeGreaterThan(3);
  expect([com.lists, com.each]).toEqual([1, 0]);
  expect(com.said).not.toMatch(ONE_BY_ONE);
  expect([own.lists, own.said]).toEqual([1, expect.stringMatching(ONE_BY_ONE)]);
});

it.each<[string, SimulatorOptions, Reader]>([
  ["that is older than 18.7", { offering: "gitlab.com", version: "18.6" }, "owner"],
  ["whose list is not for a maintainer", { offering: "gitlab.com" }, "maintainer"],
])("an inventory of a GitLab.com %s asks for the tokens of each project and group", async (_, options, reader) => {
  const { lists, each, said } = await tokensBy(options, reader);

  expect([lists, said]).toEqual([1, expect.stringMatching(ONE_BY_ONE)]);
  expect(each).toBeGreaterThan(20);
});
