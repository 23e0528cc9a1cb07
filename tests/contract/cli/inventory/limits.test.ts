import type { Simulator } from "../../../../simulator";
import { inventoryOf } from "../../../support/inventory/reading";
import { withSimulator } from "../../simulator/with-simulator";

const ON = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false, log: () => {} } as const;
const LISTS = { path: "/api/graphql", field: "ciJobTokenScopeAllowlist" } as const;

/** Time that moves with GitLab's clock, and only when somebody waits. */
function timeOf({ clock }: Simulator) {
  const now = () => clock.now().getTime();
  const sleep = async (ms: number) => {
    const until = now() + ms;
    await new Promise((resolve) => setImmediate(resolve));
    if (now() < until) clock.set(new Date(until));
  };
  return { now, sleep };
}

const entriesIn = (projects: readonly { projects: readonly unknown[] | null; groups: readonly unknown[] | null }[]) =>
  projects.reduce((sum, { projects: some, groups }) => sum + (some?.length ?? 0) + (groups?.length ?? 0), 0);

describe("an inventory of 2,000 projects", () => {
  it("takes at most 150 requests for switches, push, lists, permissions, log and targets", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens, entries } = simulator.estate({ projects: 2_000, seed: 7 });

      const { inventory } = await inventoryOf(simulator, { token: tokens.owner });

      expect(inventory.projects).toHaveLength(1_980);
      expect(entriesIn(inventory.projects)).toBeGreaterThan(0.98 * entries);
      expect(inventory.projects.flatMap(({ uses }) => uses ?? []).length).toBeGreaterThan(entries / 2);
      expect(simulator.requests.length).toBeLessThanOrEqual(150);
      expect(inventory.end?.requests).toBe(simulator.requests.length);
    });
  });
});

describe("what GitLab can't answer at once", () => {
  it.each([
    ["takes too long for a field", { kind: "fieldTimeout", field: "ciJobTokenScopeAllowlist", nth: 3 }],
    ["is too complex", { kind: "tooComplex" }],
    ["is given up by a gateway", { kind: "status", status: 504 }],
    ["is cut off", { kind: "truncatedJson" }],
  ] as const)("%s: is asked for in halves, and nothing is lost", async (_, fault) => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 80, seed: 7 });
      const well = await inventoryOf(simulator, { token: tokens.owner });
      simulator.faults.add({
        ...LISTS,
        times: "field" in fault || fault.kind === "tooComplex" ? 2 : 20,
        fault,
      });

      const { inventory, said } = await inventoryOf(simulator, { token: tokens.owner, time: timeOf(simulator) });

      const lists = ({ projects }: typeof inventory) =>
        projects.map(({ id, projects, groups }) => ({ id, projects, groups }));
      expect(lists(inventory)).toEqual(lists(well.inventory));
      expect(said).toContain("GitLab could not answer for 25 projects at once; going on with 13.");
    });
  });

  it("not even one by one, is read by REST", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 30, seed: 7 });
      simulator.faults.add({ ...LISTS, fault: { kind: "tooComplex" } });

      const { inventory } = await inventoryOf(simulator, { token: tokens.owner });

      const permissions = inventory.projects
        .flatMap(({ projects }) => projects ?? [])
        .map((entry) => entry.permissions);
      expect(new Set(permissions)).toEqual(new Set(["unknown"]));
    });
  });

  it("and what it hides without a reason, as from a fine-grained token, is named as unseen", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 30, seed: 7 });
      simulator.faults.add({ ...LISTS, fault: { kind: "fieldNull", field: "ciJobTokenScopeAllowlist" } });

      const { inventory } = await inventoryOf(simulator, { token: tokens.owner });

      const { projects, unseen } = inventory;
      expect(projects.every(({ projects: list }) => list === null)).toBe(true);
      expect(unseen.filter(({ what }) => what === "lists")).toHaveLength(projects.length);
      expect(unseen[0]?.why).toContain("a fine-grained personal access token can't read it");
    });
  });
});

describe("GitLab.com's limits", () => {
  it("are kept where three requests a project are needed: every refusal is one that GitLab announces with a time", async () => {
    await withSimulator({ ...ON, graphql: false, rateLimits: "gitlab.com" }, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 1_000, seed: 7 });
      const startedAt = simulator.clock.now().getTime();

      const { inventory, said } = await inventoryOf(simulator, { token: tokens.owner, time: timeOf(simulator) });

      const refused = simulator.requests.all.filter(({ status }) => status === 429);
      const seconds = (simulator.clock.now().getTime() - startedAt) / 1_000;
      expect(inventory.projects).toHaveLength(990);
      expect(simulator.requests.length).toBeGreaterThan(2_900);
      expect(refused.length).toBeLessThanOrEqual(10);
      expect(said.filter((line) => line.startsWith("GitLab's rate limit: waiting"))).not.toEqual([]);
      expect(seconds).toBeGreaterThanOrEqual(60);
      expect(seconds).toBeLessThanOrEqual(180);
    });
  });

  it("of a day are waited for, with a line that says until when", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 30, seed: 7 });
      simulator.faults.add({ ...LISTS, times: 1, fault: { kind: "status429", retryAfter: 86_400 } });

      const { inventory, said } = await inventoryOf(simulator, { token: tokens.owner, time: timeOf(simulator) });

      expect(inventory.end).toBeDefined();
      expect(said).toContain("GitLab's rate limit: waiting 86401 s, until 2026-11-29 10:00:01 UTC");
    });
  });
});
