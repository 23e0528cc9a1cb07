import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { recordsIn } from "../../../../cli/inventory/reading";
import type { Simulator } from "../../../../simulator";
import { inventoryOf, newFile, timeless } from "../../../support/inventory/reading";
import { withSimulator } from "../../simulator/with-simulator";

const ON = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false, log: () => {} } as const;

const batches = ({ requests }: Simulator) =>
  requests.all.filter(({ operation, path }) => path === "/api/graphql" && operation !== undefined).length;

const projectsAsked = ({ requests }: Simulator, since: number) =>
  requests.all.slice(since).filter(({ path }) => /\/access_tokens\b/.test(path)).length;

function recordsOf(file: string): object[] {
  return [...recordsIn(file)].map(timeless);
}

/** Ends a run at its nth query by a token that GitLab no longer takes. */
async function broken(simulator: Simulator, token: string, { file, after }: { file: string; after: number }) {
  const fault = { kind: "status", status: 401, body: { message: "401 Unauthorized" } } as const;
  const handle = simulator.faults.add({ path: "/api/graphql", field: "ciJobTokenScopeAllowlist", after, fault });
  await expect(inventoryOf(simulator, { token, file })).rejects.toThrow("GitLab did not accept the token");
  handle.remove();
}

describe("an interrupted run", () => {
  it("leaves the file as it was, and goes on where it stopped: the result is that of one run", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 200, seed: 7 });
      const inOne = await inventoryOf(simulator, { token: tokens.owner });
      const file = newFile();
      writeFileSync(file, "an older inventory");
      await broken(simulator, tokens.owner, { file, after: 3 });
      const old = readFileSync(file, "utf8");
      const part = readFileSync(`${file}.part`, "utf8");

      const resumed = await inventoryOf(simulator, { token: tokens.owner, file });

      expect(old).toBe("an older inventory");
      expect(part.split("\n").length).toBeGreaterThan(50);
      expect(resumed.said).toContain("Going on from an interrupted run.");
      expect(recordsOf(file)).toEqual(recordsOf(inOne.file));
      expect(existsSync(`${file}.part`)).toBe(false);
    });
  });

  it("may have been cut off within a line", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 100, seed: 7 });
      const inOne = await inventoryOf(simulator, { token: tokens.owner });
      const whole = readFileSync(inOne.file, "utf8");

      for (const share of [0.1, 0.35, 0.6, 0.85, 0.999]) {
        const file = newFile();
        writeFileSync(`${file}.part`, whole.slice(0, Math.floor(whole.length * share)));
        await inventoryOf(simulator, { token: tokens.owner, file });

        expect(recordsOf(file)).toEqual(recordsOf(inOne.file));
      }
    });
  });

  it("of yesterday, or of another group, doesn't count", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 60, seed: 7 });
      const file = newFile();
      await broken(simulator, tokens.owner, { file, after: 1 });

      const other = await inventoryOf(simulator, { token: tokens.owner, file, groups: ["acme/platform"] });
      await broken(simulator, tokens.owner, { file, after: 1 });
      simulator.clock.advance({ hours: 25 });
      const late = await inventoryOf(simulator, { token: tokens.owner, file });

      expect([...other.said, ...late.said]).not.toContain("Going on from an interrupted run.");
      expect(other.inventory.projects.every(({ path }) => path.startsWith("acme/platform/"))).toBe(true);
    });
  });

  it("asks for no tokens again that it has", async () => {
    await withSimulator(ON, async ({ simulator }) => {
      const { tokens } = simulator.estate({ projects: 150, seed: 7 });
      const inOne = await inventoryOf(simulator, { token: tokens.owner, with: ["tokens"] });
      const lines = readFileSync(inOne.file, "utf8").trim().split("\n");
      const file = newFile();
      writeFileSync(`${file}.part`, `${lines.slice(0, -4).join("\n")}\n`);
      appendFileSync(`${file}.part`, lines.at(-4)?.slice(0, 20) ?? "");
      const before = simulator.requests.length;

      await inventoryOf(simulator, { token: tokens.owner, file, with: ["tokens"] });

      expect(recordsOf(file)).toEqual(recordsOf(inOne.file));
      const owners = new Set(inOne.inventory.tokens.map(({ of, owner }) => `${of} ${owner.id}`)).size;
      expect(projectsAsked(simulator, before)).toBeLessThan(
        projectsAsked(simulator, 0) - projectsAsked(simulator, before) - owners / 2,
      );
    });
  });
});

describe("--max-age", () => {
  it("reads again only what is older, or was not readable", async () => {
    await withSimulator(ON, async ({ simulator, gitlab }) => {
      const { tokens } = simulator.estate({ projects: 120, seed: 7 });
      const { file, inventory } = await inventoryOf(simulator, { token: tokens.owner });
      const first = batches(simulator);
      const [one] = inventory.projects;
      await gitlab.put(`/projects/${one?.id}`, { visibility: "private", path: "renamed", name: "renamed" });

      const young = await inventoryOf(simulator, { token: tokens.owner, file, maxAgeMs: 86_400_000 });
      const second = batches(simulator);
      simulator.clock.set(new Date(Date.now() + 2 * 86_400_000));
      await inventoryOf(simulator, { token: tokens.owner, file, maxAgeMs: 86_400_000 });

      expect(second - first).toBeLessThan(first);
      expect(young.inventory.projects.map(({ readAt }) => readAt)).toEqual(
        inventory.projects.map(({ readAt }) => readAt),
      );
      expect(young.inventory.projects[0]?.path).toMatch(/\/renamed$/);
      expect(batches(simulator) - second).toBe(first);
    });
  });
});
