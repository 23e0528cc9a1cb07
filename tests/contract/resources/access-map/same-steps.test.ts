import fc from "fast-check";
import { stringify } from "yaml";
import { AccessMap, JobTokenAllowlist, type JobTokenPermission } from "../../../../provider";
import { inRoot, withMap } from "../../../support/access-map";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { Runs } from "../../../support/in-process/runs";
import type { Program } from "../../../support/pulumi/stack";
import { type Registered, registeredBy } from "../../../support/registered";

const simulator = useSimulator();

/** What one list says, by the numbers of projects and groups. */
interface List {
  readonly enabled?: boolean;
  readonly projects?: readonly number[];
  readonly groups?: readonly number[];
  readonly permissions?: "default" | readonly JobTokenPermission[];
}

const numbers = fc.uniqueArray(fc.nat(4), { maxLength: 4 });
const permissions = fc.constantFrom<NonNullable<List["permissions"]>>(
  "default",
  [],
  ["read_packages"],
  ["read_jobs", "admin_releases"],
);
const list: fc.Arbitrary<List> = fc
  .record({ enabled: fc.boolean(), projects: numbers, groups: numbers, permissions }, { requiredKeys: [] })
  .filter(({ projects, groups }) => projects !== undefined || groups !== undefined);
const before = fc.array(list, { minLength: 3, maxLength: 3 });

/** How a map spells the lists: what stands in `defaults`, which project has a file of its own, and whether lists are sets. */
const spelling = fc.record({ isDefault: fc.boolean(), isDeep: fc.boolean(), isSet: fc.boolean() });

interface Estate {
  readonly top: string;
  readonly opened: readonly Named[];
  readonly callers: readonly Named[];
  readonly groups: readonly Named[];
}

async function estate(world: World): Promise<Estate> {
  const team = await world.subgroup("team");
  const each = <Made>(names: string, make: (name: string) => Promise<Made>) => Promise.all([...names].map(make));
  return {
    top: world.group.path,
    opened: await each("xyz", (name) => world.project(name, team)),
    callers: await each("abcde", (name) => world.project(name)),
    groups: await each("fghij", (name) => world.subgroup(name)),
  };
}

function argsOf({ enabled, projects, groups, permissions: given }: List, { callers, groups: all }: Estate) {
  const paths = (of: readonly Named[], picked: readonly number[]) => picked.flatMap((index) => of[index]?.path ?? []);
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(projects === undefined ? {} : { projects: paths(callers, projects) }),
    ...(groups === undefined ? {} : { groups: paths(all, groups) }),
    ...(given === undefined ? {} : { permissions: given === "default" ? given : [...given] }),
    replaceExisting: true,
  };
}

function byHand(lists: readonly List[], place: Estate): () => void {
  return () => {
    for (const [index, { path: project }] of place.opened.entries())
      new JobTokenAllowlist(project, { project, ...argsOf(lists[index] ?? {}, place) });
  };
}

/** The same lists as files, in one of many spellings. */
function asFiles(lists: readonly List[], place: Estate, how: { isDefault: boolean; isDeep: boolean; isSet: boolean }) {
  const all = place.opened.map(({ path }, index) => [path, argsOf(lists[index] ?? {}, place)] as const);
  const sets = Object.fromEntries(all.map(([path, { projects = [] }]) => [path, { projects }]));
  const said = all.map(
    ([path, args]) => [path, how.isSet && args.projects ? { ...args, projects: [{ set: path }] } : args] as const,
  );
  const file = (some: typeof said) => {
    const [, first = {}] = some[0] ?? [];
    const isShared = how.isDefault && some.length === 1;
    return stringify({
      ...(isShared ? { defaults: first } : {}),
      projects: Object.fromEntries(isShared ? some.map(([path]) => [path, null]) : some),
    });
  };
  const [one, ...others] = said;
  return {
    ...(how.isDeep
      ? { [`${place.top}/team/x.yaml`]: file(one === undefined ? [] : [one]), [`${place.top}.yaml`]: file(others) }
      : { [`${place.top}/team.yaml`]: file(said) }),
    ...(how.isSet ? { "sets.yaml": stringify({ sets }) } : {}),
  };
}

/** What reaches the provider: the order is the engine's, and the hidden keys are the test's own. */
function programOf(all: readonly Registered[]): Program {
  const lists = all.filter(({ type }) => type.endsWith(":JobTokenAllowlist"));
  return Object.fromEntries(
    lists.map(({ name, inputs }) => {
      const args = Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
      return [name, { type: "JobTokenAllowlist", args }];
    }),
  );
}

it("a map and lists that are written by hand give the same steps", async () => {
  const world = await World.create(simulator().url, simulator().token);
  const place = await estate(world);
  await fc.assert(
    fc.asyncProperty(before, before, spelling, async (first, second, how) => {
      const runs = new Runs(simulator());
      const hand = async (lists: readonly List[]) => programOf(await registeredBy(byHand(lists, place)));
      const map = (lists: readonly List[]) =>
        withMap(asFiles(lists, place, how), (root) =>
          inRoot(root, async () => programOf(await registeredBy(() => new AccessMap("acme", { from: "access" })))),
        );
      const { stack } = runs.run();
      await stack.up(await hand(first));
      expect(await runs.run(stack).stack.preview(await map(first))).toEqual([]);
      const wanted = await runs.run(stack).stack.preview(await hand(second));
      expect(await runs.run(stack).stack.preview(await map(second))).toEqual(wanted);
      const next = runs.run(stack).stack;
      await next.up(await map(second));
      expect(await runs.run(next).stack.preview(await hand(second))).toEqual([]);
      await runs.stop();
    }),
    { numRuns: 25 },
  );
});
