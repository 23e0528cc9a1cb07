import fc from "fast-check";
import { type ListHistory, listHistory, type Program, type Run } from "./list-history";
import { type ListWorld, startListWorld, type Target } from "./list-world";
import { type RunResult, WatchedList } from "./watched-list";

/** `npm test` runs the same worlds each time. GITLAB_CI_ACCESS_WORLDS=2000 runs so many others; GITLAB_CI_ACCESS_SEED=… runs those of a failure again. */
const { GITLAB_CI_ACCESS_WORLDS: worlds, GITLAB_CI_ACCESS_SEED: given } = process.env;
const numRuns = Number(worlds ?? 150);
const seed = Number(given ?? (worlds === undefined ? 20_261_121 : Date.now() % 1_000_000_000));

let gitlab: ListWorld;

beforeAll(async () => {
  gitlab = await startListWorld();
});
afterAll(() => gitlab.simulator.close());

it(
  "a list comes out as declared or says what is missing, locks nobody out on the way, and then has nothing to do",
  () =>
    fc.assert(
      fc.asyncProperty(listHistory, async (it) => {
        const list = await WatchedList.open(gitlab, targetsOf(it), it.closed);
        const shown = new Set<Target>();
        for (const run of it.runs) await runOnce(list, run, shown);
        await settle(list, it.runs.at(-1)?.program);
      }),
      { numRuns, seed, endOnFailure: true },
    ),
  600_000,
);

function targetsOf({ before }: ListHistory): Target[] {
  const all = [...gitlab.targets, ...gitlab.strangers];
  return before.flatMap((what) => all[what % all.length] ?? []);
}

/** One run in any circumstances. `shown` is what a user has seen in a program, a refresh or a warning. */
async function runOnce(list: WatchedList, { program, refreshed, ...run }: Run, shown: Set<Target>): Promise<void> {
  if (refreshed && list.isDeclared) {
    await list.refresh();
    for (const target of await list.held()) shown.add(target);
  }
  for (const { after, change } of run.manualChanges) if (after === undefined) await list.manualChange(change);
  const mayReplace = program.replaceExisting ? list.unmanaged(program) : [];
  const result = await list.up(program, run);
  const held = (await list.held()).filter(({ kind }) => manages(program, kind));

  expect(result.interrupted).toEqual([]);
  expect(result.said).not.toContain("report this as a defect");
  const removed = result.removed.filter(({ kind }) => !mayReplace.includes(kind));
  expect(removed.filter((target) => !shown.has(target))).toEqual([]);
  if (result.failure !== undefined) expectNamed(list.wanted(program), held, result);
  else if (result.steps.length > 0) expectDeclared(list, program, held, result);
  for (const target of [...list.wanted(program), ...held.filter((it) => isNamed(it, result))]) shown.add(target);
}

function expectDeclared(list: WatchedList, program: Program, held: readonly Target[], result: RunResult): void {
  const wanted = list.wanted(program);
  const missing = wanted.filter((target) => !held.includes(target));
  const strangers = held.filter((target) => !wanted.includes(target));
  expect(missing.filter((target) => !result.removedByHand.has(target))).toEqual([]);
  expect(strangers.filter((target) => !result.addedByHand.has(target) && !isNamed(target, result))).toEqual([]);
  if (program.enabled !== undefined && !result.toggledByHand) expect(list.isClosed()).toBe(program.enabled);
}

/** A failure names all that is missing, or nothing was touched because the list could not be read or may not be replaced. */
function expectNamed(wanted: readonly Target[], held: readonly Target[], result: RunResult): void {
  if (/Nothing was touched/.test(result.failure ?? "")) expect(result.writes).toEqual([]);
  if (result.writes.length === 0 && /Nothing was touched|^Could not read/.test(result.failure ?? "")) return;
  const missing = wanted.filter((target) => !held.includes(target) && !result.removedByHand.has(target));
  expect(missing.filter((target) => !isNamed(target, result))).toEqual([]);
}

/** After a refresh, with all rights and no faults, the list is as declared, as far as GitLab has what is declared. */
async function settle(list: WatchedList, last: Program | undefined): Promise<void> {
  if (last === undefined) throw new Error("there was no run");
  const program = { ...last, replaceExisting: true };
  if (list.isDeclared) await list.refresh();
  const before = await list.held();
  const result = await list.up(program, undisturbed);
  const [held, wanted] = [await list.held(), list.wanted(program)];
  const managed = held.filter(({ kind }) => manages(program, kind));
  const missing = wanted.filter((target) => !held.includes(target));

  expect(result.interrupted).toEqual([]);
  expect(missing.filter((target) => target.reachable || before.includes(target))).toEqual([]);
  expect(missing.filter((target) => !isNamed(target, result))).toEqual([]);
  expect(result.failure === undefined).toBe(missing.length === 0);
  if (missing.every(({ exists }) => !exists)) expect(inOrder(managed)).toEqual(inOrder(without(wanted, missing)));
  expect(held.filter(({ kind }) => !manages(program, kind))).toEqual(
    before.filter(({ kind }) => !manages(program, kind)),
  );
  if (missing.length === 0) await expectNothingToDo(list, program);
  await list.destroy();
  expect((await list.held()).filter(({ kind }) => manages(program, kind))).toEqual([]);
}

async function expectNothingToDo(list: WatchedList, program: Program): Promise<void> {
  if (program.enabled !== undefined) expect(list.isClosed()).toBe(program.enabled);
  expect(await list.refresh()).toEqual([]);
  const again = await list.up(program, undisturbed);
  expect([again.failure, again.steps, again.requests]).toEqual([undefined, [], []]);
}

const undisturbed = { concurrency: 10, by: "maintainer", faults: [], manualChanges: [] } as const;

function manages({ projects, groups }: Program, kind: Target["kind"]): boolean {
  return (kind === "project" ? projects : groups) !== undefined;
}

function isNamed({ kind, id, addresses }: Target, { said }: RunResult): boolean {
  return [id, ...addresses].some((name) => said.includes(`${kind} ${name}`));
}

function without<T>(all: readonly T[], some: readonly T[]): T[] {
  return all.filter((item) => !some.includes(item));
}

function inOrder(targets: readonly Target[]): string[] {
  return targets.map(({ kind, id }) => `${kind} ${id}`).sort();
}
