import fc from "fast-check";
import { samePermissions } from "../../../../provider/domain/permissions";
import { worldsToPlay } from "../../../support/worlds";
import { fullListHistory, type ListHistory, listHistory, type Program, type Run } from "./list-history";
import { isBelow, type ListWorld, startListWorld, type Target } from "./list-world";
import { type RunResult, WatchedList } from "./watched-list";

const { numRuns, seed } = worldsToPlay({ numRuns: 150, seed: 20_261_121 });
/** GITLAB_CI_ACCESS_PATH=… beside the seed plays the worlds of a failure from that one on. */
const { GITLAB_CI_ACCESS_PATH: path } = process.env;

/** A full list takes ten times as long as a short one, so `npm test` plays five of them. */
const FULL_RUNS = Math.ceil(worldsToPlay({ numRuns: 50, seed }).numRuns / 10);
const CROWD = 202;

/** A run that takes too long fails here and not by Jest's limit, which would not print the seed. */
const LIMIT_MS = 600_000 * Math.ceil(numRuns / 500);
const parameters = {
  seed,
  ...(path === undefined ? {} : { path }),
  endOnFailure: true,
  interruptAfterTimeLimit: LIMIT_MS - 30_000,
  markInterruptAsFailure: true,
};

let gitlab: ListWorld;

afterEach(() => gitlab.simulator.close());

it(
  "a list comes out as declared or says what is missing, locks nobody out on the way, lets nobody else in, and then has nothing to do",
  async () => {
    gitlab = await startListWorld();
    await fc.assert(fc.asyncProperty(listHistory, holds), { ...parameters, numRuns });
  },
  LIMIT_MS,
);

it(
  "so does a list that holds almost as much as GitLab lets it",
  async () => {
    gitlab = await startListWorld(CROWD);
    await fc.assert(fc.asyncProperty(fullListHistory, holds), { ...parameters, numRuns: FULL_RUNS });
  },
  LIMIT_MS,
);

async function holds(it: ListHistory): Promise<void> {
  const list = await WatchedList.open(gitlab, it);
  const shown = new Set<Target>();
  for (const run of it.runs) await runOnce(list, run, shown);
  await settle(list, it.runs.at(-1)?.program);
}

/** One run in any circumstances. `shown` is what a user has seen in a program, a refresh or a warning. */
async function runOnce(list: WatchedList, { program, refreshed, ...run }: Run, shown: Set<Target>): Promise<void> {
  if (refreshed && list.isDeclared) {
    await list.refresh();
    for (const target of await list.held()) shown.add(target);
  }
  for (const { after, change } of run.manualChanges) if (after === undefined) await list.manualChange(change);
  const meant = list.of(program);
  const mayReplace = program.replaceExisting ? list.unmanaged(program) : [];
  const result = await list.up(program, run);
  const held = (await list.held()).filter(({ kind }) => meant.manages(kind));

  expect([result.interrupted, result.intruders, result.untimelyPush]).toEqual([[], [], []]);
  expect(result.said).not.toContain("report this as a defect");
  const removed = result.removed.filter(({ kind }) => !mayReplace.includes(kind));
  expect(removed.filter((target) => !shown.has(target))).toEqual([]);
  if (result.failure !== undefined) await expectNamed(list, program, held, result);
  else if (result.steps.length > 0) await expectDeclared(list, program, held, result);
  for (const target of [...meant.wanted, ...held.filter((it) => isNamed(it, result))]) shown.add(target);
}

async function expectDeclared(
  list: WatchedList,
  program: Program,
  held: readonly Target[],
  result: RunResult,
): Promise<void> {
  const wanted = list.of(program).wanted;
  const missing = wanted.filter((target) => !held.includes(target));
  const strangers = held.filter((target) => !wanted.includes(target));
  expect(missing.filter((target) => !result.removedByHand.has(target))).toEqual([]);
  expect(strangers.filter((target) => !result.addedByHand.has(target) && !isNamed(target, result))).toEqual([]);
  if (program.enabled !== undefined && !result.toggledByHand) expect(list.isClosed()).toBe(program.enabled);
  const others = await othersIn(list, program);
  expect(others.filter((target) => !isByHand(target, result))).toEqual([]);
  await expectPushes(list, program);
}

/** The entries that give something else than is declared. */
async function othersIn(list: WatchedList, program: Program): Promise<Target[]> {
  const [gifts, meant] = [await list.gifts(), list.of(program)];
  return meant.wanted.filter((target) => {
    const [held, declared] = [gifts[target.path], meant.giftFor(target)];
    return held !== undefined && declared !== undefined && !samePermissions(held, declared);
  });
}

function isByHand(target: Target, { permittedByHand, removedByHand, addedByHand }: RunResult): boolean {
  return [permittedByHand, removedByHand, addedByHand].some((all) => all.has(target));
}

async function expectPushes(list: WatchedList, { push }: Program): Promise<void> {
  const now = await list.pushes();
  expect(now.map((value, index) => push[index] ?? value)).toEqual(now);
}

/** A failure names all that is missing, or nothing was touched because the list could not be read or may not be replaced. */
async function expectNamed(
  list: WatchedList,
  program: Program,
  held: readonly Target[],
  result: RunResult,
): Promise<void> {
  const untouched = /Nothing was touched|^projects has \d+ entries/;
  if (untouched.test(result.failure ?? "")) expect(result.writes).toEqual([]);
  if (
    result.writes.length === 0 &&
    (untouched.test(result.failure ?? "") || /^Could not read/.test(result.failure ?? ""))
  )
    return;
  const others = await othersIn(list, program);
  const missing = [...list.of(program).wanted.filter((target) => !held.includes(target)), ...others].filter(
    (target) => !isByHand(target, result),
  );
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
  const meant = list.of(program);
  const [held, wanted] = [await list.held(), meant.wanted];
  const managed = held.filter(({ kind }) => meant.manages(kind));
  // What can't be seen can't be changed, either.
  const others = await othersIn(list, program);
  const missing = wanted.filter((target) => !held.includes(target));
  const wrong = [...missing, ...others];

  expect([result.interrupted, result.intruders]).toEqual([[], []]);
  expect(wrong.filter((target) => !isNamed(target, result))).toEqual([]);
  if (wrong.length > 0) expect(result.failure).toBeDefined();
  // What stands at the end of a redirect may be somebody else's, or not: the run may refuse it, and keep what it may need.
  if (!meant.namesMoved) {
    const late = wrong.filter((target) => !meant.mayWait(target));
    expect(late.filter((target) => target.reachable)).toEqual([]);
    expect(missing.filter((target) => before.includes(target))).toEqual([]);
    expect(result.failure === undefined).toBe(wrong.length === 0);
    // What is not as declared keeps what is above it and below it, and what stays keeps what hides it below.
    const surplus = managed.filter((entry) => !wanted.includes(entry));
    const stays = surplus.filter((entry) => meant.mayStayFor(entry));
    const keeps = (entry: Target) =>
      wrong.some((other) => isBelow(entry, other) || isBelow(other, entry)) ||
      stays.some((other) => isBelow(entry, other));
    const needless = surplus.filter((entry) => !stays.includes(entry) && !keeps(entry));
    expect(needless).toEqual([]);
  }
  expect(held.filter(({ kind }) => !meant.manages(kind))).toEqual(before.filter(({ kind }) => !meant.manages(kind)));
  if (result.failure === undefined) await expectNothingToDo(list, program);
  await list.destroy();
  expect((await list.held()).filter(({ kind }) => meant.manages(kind))).toEqual([]);
}

async function expectNothingToDo(list: WatchedList, program: Program): Promise<void> {
  if (program.enabled !== undefined) expect(list.isClosed()).toBe(program.enabled);
  expect(await othersIn(list, program)).toEqual([]);
  await expectPushes(list, program);
  expect(await list.refresh()).toEqual([]);
  const again = await list.up(program, undisturbed);
  expect([again.failure, again.steps, again.requests]).toEqual([undefined, [], []]);
}

const undisturbed = { concurrency: 10, by: "maintainer", faults: [], manualChanges: [] } as const;

function isNamed({ kind, id, addresses }: Target, { said }: RunResult): boolean {
  return [id, ...addresses].some((name) => said.includes(`${kind} ${name}`));
}
