import fc from "fast-check";
import type { Fault } from "pulumi-gitlab-ci-access/simulator";
import { nearestEntry, originAt } from "../../../../provider/domain/access/decision";
import type { Permissions } from "../../../../provider/domain/permissions";
import { permissionsIn, permit } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import type { Named } from "../../../support/gitlab/world";
import { ListSetup } from "./list-setup";

const simulator = useSimulator();
let setup: ListSetup;

beforeEach(async () => {
  setup = await ListSetup.start(simulator());
});

type Gift = Permissions | undefined;

const [own, other] = [["read_jobs"], ["read_packages"]];

describe("a nested world", () => {
  const GIFTS: readonly Gift[] = [undefined, [], own, other, "default"];
  const gift = fc.constantFrom(...GIFTS);
  const state = fc.record({ outer: gift, inner: gift, project: gift });
  type State = typeof state extends fc.Arbitrary<infer T> ? T : never;

  /** What GitLab refuses for good, or acts on without an answer. */
  const trouble = fc.option(
    fc.record({
      rule: fc.constantFrom(
        { field: "ciJobTokenScopeAddGroupOrProject" },
        { field: "ciJobTokenScopeUpdatePolicies" },
        { method: "DELETE" },
      ),
      after: fc.integer({ min: 0, max: 1 }),
      times: fc.integer({ min: 1, max: 4 }),
      fault: fc.constantFrom<Fault>(
        { kind: "status", status: 403 },
        { kind: "status", status: 500, acts: true },
        { kind: "resetAfter" },
      ),
    }),
    { nil: undefined },
  );

  it("shuts nobody out and gives nobody more, seen after each request, and comes out as declared", async () => {
    const outer = setup.platform;
    const inner = await setup.world.subgroup("inner", outer);
    const project = await setup.world.project("x", inner);
    const callers = [project.path, `${inner.path}/y`, `${outer.path}/y`];
    let [number, seen] = [0, 0];
    const argsOf = (of: State) => ({
      groups: [elements("group", outer, of.outer), elements("group", inner, of.inner)].flat(),
      projects: elements("project", project, of.project),
      permissions: "default",
      replaceExisting: true,
    });

    await fc.assert(
      fc.asyncProperty(state, state, fc.constantFrom("1", "3"), trouble, async (before, after, concurrency, met) => {
        number += 1;
        const billing = await setup.world.project(`billing-${number}`);
        const stage = { ...argsOf(before), project: billing.path };
        for (const [target, permissions] of [
          [outer, before.outer],
          [inner, before.inner],
          [project, before.project],
        ] as const)
          if (permissions !== undefined)
            await permit(setup.world, { project: billing.path, target: target.path }, permissions, "add");
        const first = await reachOf(billing, callers);
        const samples: Awaited<ReturnType<typeof reachOf>>[] = [];
        let isLooking = false;
        const stop = simulator().watch(async () => {
          if (isLooking) return;
          isLooking = true;
          samples.push(await reachOf(billing, callers));
          isLooking = false;
        });
        process.env.GITLAB_CI_ACCESS_CONCURRENCY = concurrency;
        if (met !== undefined) simulator().faults.add({ ...met.rule, ...met });
        const failure = await setup.upFresh({ ...stage, ...argsOf(after) }).then(
          () => undefined,
          (error: Error) => error.message,
        );
        delete process.env.GITLAB_CI_ACCESS_CONCURRENCY;
        simulator().faults.clear();
        if (failure !== undefined) {
          expect([met === undefined, failure]).toEqual([false, expect.stringContaining("Of the changes to")]);
          await setup.up({ ...stage, ...argsOf(after) });
        }
        stop();
        seen += samples.length;
        const last = await reachOf(billing, callers);

        expect(last).toEqual(callers.map((caller) => reachIn(expected(after, { outer, inner, project }), caller)));
        for (const sample of samples)
          for (const [index, reach] of sample.entries()) {
            const [was, is] = [first[index] ?? [], last[index] ?? []];
            expect(was.filter((one) => is.includes(one) && !reach.includes(one))).toEqual([]);
            expect(reach.filter((one) => !was.includes(one) && !is.includes(one))).toEqual([]);
          }
      }),
      { numRuns: 90, seed: 20_261_128 },
    );
    expect(seen).toBeGreaterThan(number * 3);
  });
});

function elements(kind: "group" | "project", { path }: Named, permissions: Gift) {
  return permissions === undefined ? [] : [{ [kind]: path, permissions }];
}

type Places = Readonly<Record<"inner" | "outer" | "project", Named>>;

function expected(state: Readonly<Record<keyof Places, Gift>>, places: Places): Record<string, string> {
  const all = Object.entries(places).map(([name, { path }]) => [path, state[name as keyof Places]] as const);
  return Object.fromEntries(all.flatMap(([path, one]) => (one === undefined ? [] : [[path, textFor(one)]])));
}

function textFor(permissions: Permissions): string {
  if (permissions === "default") return "default permissions";
  return permissions.length === 0 ? "cloning only" : permissions.join(", ");
}

async function reachOf(project: Named, callers: readonly string[]): Promise<string[][]> {
  const entries = await permissionsIn(setup.world, project);
  return callers.map((caller) => reachIn(entries, caller));
}

/** What the nearest entry lets a caller do. */
function reachIn(entries: Readonly<Record<string, string>>, caller: string): string[] {
  const listed = Object.keys(entries).map((path) => ({
    kind: path === caller ? ("project" as const) : ("group" as const),
    name: path,
    permissions: undefined,
  }));
  const text = entries[nearestEntry(listed, originAt(caller))?.name ?? ""];
  if (text === undefined) return [];
  if (text === "default permissions") return ["clone", "read_jobs", "read_packages", "all else"];
  return text === "cloning only" ? ["clone"] : ["clone", ...text.split(", ")];
}
