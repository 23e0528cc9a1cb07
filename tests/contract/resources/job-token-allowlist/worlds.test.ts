import fc from "fast-check";
import { fullListHistory, type ListHistory, listHistory, type Program, type Run } from "./list-history";
import { type ListWorld, startListWorld, type Target } from "./list-world";
import { type RunResult, WatchedList } from "./watched-list";

/** `npm test` runs the same worlds each time. GITLAB_CI_ACCESS_WORLDS=2000 runs so many others; GITLAB_CI_ACCESS_SEED=… runs those of a failure again. */
const { GITLAB_CI_ACCESS_WORLDS: worlds, GITLAB_CI_ACCESS_SEED: given } = process.env;
const numRuns = Number(worlds ?? 150);
const seed = Number(given ?? (worlds === undefined ? 20_261_121 : Date.now() % 1_000_000_000));

/** A full list takes ten times as long as a short one, so `npm test` plays five of them. */
const FULL_RUNS = worlds === undefined ? 5 : Math.ceil(numRuns / 10);
const CROWD = 202;

let gitlab: ListWorld;

afterEach(() => gitlab.simulator.close());

it("a list comes out as declared or says what is missing, locks nobody out on the way, lets nobody else in, and then has nothing to do", async () => {
  gitlab = await startListWorld();
  await fc.assert(fc.asyncProperty(listHistory, holds), { numRuns, seed, endOnFailure: true });
}, 600_000);

it("so does a list that holds almost as much as GitLab lets it", async () => {
  gitlab = await startListWorld(CROWD);
  await fc.assert(fc.asyncProperty(fullListHistory, holds), { numRuns: FULL_RUNS, seed, endOnFailure: true });
}, 600_000);

async function holds(it: ListHistory): Promise<void> {
  const list = await WatchedList.open(gitlab, targetsOf(it), it.closed);
  const shown = new Set<Target>();
  for (const run of it.runs) await runOnce(list, run, shown);
  await settle(list, it.runs.at(-1)?.program);
}

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

  expect([result.interrupted, result.intruders]).toEqual([[], []]);
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
  const untouched = /Nothing was touched|^projects has \d+ entries/;
  if (untouched.test(result.failure ?? "")) expect(result.writes).toEqual([]);
  if (
    result.writes.length === 0 &&
    (untouched.test(result.failure ?? "") || /^Could not read/.test(result.failure ?? ""))
  )
    return;
  const missing = wanted.filter((target) => !held.includes(target) && !result.removedByHand.has(target));
  expect(missing.filter((target) => !isNamed(target, result))).toEqual([]);
}

/** After a refresh, with the usual rights and no faults, the list is as declared, as far as GitLab has what is declared and shows it. */
async function settle(list: WatchedList, last: Program | undefined): Promise<void> {
  if (last === undefined) throw new Error("there was no run");
  const program = { ...last, replaceExisting: true };
  await list.restoreSight();
  if (list.isDeclared) await list.refresh();
  const before = await list.held();
  const result = await list.up(program, undisturbed);
  const [held, wanted] = [await list.held(), list.wanted(program)];
  const managed = held.filter(({ kind }) => manages(program, kind));
  const missing = wanted.filter((target) => !held.includes(target));

  expect([result.interrupted, result.intruders]).toEqual([[], []]);
  expect(missing.filter((target) => !isNamed(target, result))).toEqual([]);
  if (missing.length > 0) expect(result.failure).toBeDefined();
  // What stands at the end of a redirect may be somebody else's, or not: the run may refuse it, and keep what it may need.
  if (!list.namesMoved(program)) {
    expect(missing.filter((target) => target.reachable || before.includes(target))).toEqual([]);
    expect(result.failure === undefined).toBe(missing.length === 0);
    const needless = managed.filter((entry) => !wanted.includes(entry) && !list.mayStayFor(program, entry));
    expect(needless).toEqual([]);
  }
  expect(held.filter(({ kind }) => !manages(program, kind))).toEqual(
    before.filter(({ kind }) => !manages(program, kind)),
  );
  if (result.failure === undefined) await expectNothingToDo(list, program);
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
