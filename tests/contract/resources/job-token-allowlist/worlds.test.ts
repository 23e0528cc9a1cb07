import fc from "fast-check";
import { openPlace, type Place, type Target } from "./place";
import { type Program, type Run, type Script, script } from "./script";
import { type Ending, Theatre } from "./theatre";

/** `npm test` plays the same worlds each time. GITLAB_CI_ACCESS_WORLDS=2000 plays so many others; GITLAB_CI_ACCESS_SEED=… plays those of a failure again. */
const { GITLAB_CI_ACCESS_WORLDS: worlds, GITLAB_CI_ACCESS_SEED: given } = process.env;
const numRuns = Number(worlds ?? 150);
const seed = Number(given ?? (worlds === undefined ? 20_261_121 : Date.now() % 1_000_000_000));

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.simulator.close());

it(
  "a list comes out as declared or says what is missing, locks nobody out on the way, and then has nothing to do",
  () =>
    fc.assert(
      fc.asyncProperty(script, async (it) => {
        const theatre = await Theatre.open(place, targetsOf(it), it.closed);
        const shown = new Set<Target>();
        for (const run of it.runs) await play(theatre, run, shown);
        await settle(theatre, it.runs.at(-1)?.program);
      }),
      { numRuns, seed, endOnFailure: true },
    ),
  600_000,
);

function targetsOf({ before }: Script): Target[] {
  const all = [...place.targets, ...place.strangers];
  return before.flatMap((what) => all[what % all.length] ?? []);
}

/** One run in any circumstances. `shown` is what a user has seen in a program, a refresh or a warning. */
async function play(theatre: Theatre, { program, refreshed, ...run }: Run, shown: Set<Target>): Promise<void> {
  if (refreshed && theatre.isDeclared) {
    await theatre.refresh();
    for (const target of await theatre.held()) shown.add(target);
  }
  for (const { after, change } of run.hands) if (after === undefined) await theatre.hand(change);
  const mayReplace = program.replaceExisting ? theatre.unmanaged(program) : [];
  const ending = await theatre.up(program, run);
  const held = (await theatre.held()).filter(({ kind }) => manages(program, kind));

  expect(ending.interrupted).toEqual([]);
  expect(ending.said).not.toContain("report this as a defect");
  const removed = ending.removed.filter(({ kind }) => !mayReplace.includes(kind));
  expect(removed.filter((target) => !shown.has(target))).toEqual([]);
  if (ending.failure !== undefined) expectNamed(theatre.wanted(program), held, ending);
  else if (ending.steps.length > 0) expectDeclared(theatre, program, held, ending);
  for (const target of [...theatre.wanted(program), ...held.filter((it) => isNamed(it, ending))]) shown.add(target);
}

function expectDeclared(theatre: Theatre, program: Program, held: readonly Target[], ending: Ending): void {
  const wanted = theatre.wanted(program);
  const missing = wanted.filter((target) => !held.includes(target));
  const strangers = held.filter((target) => !wanted.includes(target));
  expect(missing.filter((target) => !ending.removedByHand.has(target))).toEqual([]);
  expect(strangers.filter((target) => !ending.addedByHand.has(target) && !isNamed(target, ending))).toEqual([]);
  if (program.enabled !== undefined && !ending.toggledByHand) expect(theatre.isClosed()).toBe(program.enabled);
}

/** A failure names all that is missing, or nothing was touched because the list could not be read or may not be replaced. */
function expectNamed(wanted: readonly Target[], held: readonly Target[], ending: Ending): void {
  if (/Nothing was touched/.test(ending.failure ?? "")) expect(ending.writes).toEqual([]);
  if (ending.writes.length === 0 && /Nothing was touched|^Could not read/.test(ending.failure ?? "")) return;
  const missing = wanted.filter((target) => !held.includes(target) && !ending.removedByHand.has(target));
  expect(missing.filter((target) => !isNamed(target, ending))).toEqual([]);
}

/** After a refresh, with all rights and no faults, the list is as declared, as far as GitLab has what is declared. */
async function settle(theatre: Theatre, last: Program | undefined): Promise<void> {
  if (last === undefined) throw new Error("there was no run");
  const program = { ...last, replaceExisting: true };
  if (theatre.isDeclared) await theatre.refresh();
  const before = await theatre.held();
  const ending = await theatre.up(program, undisturbed);
  const [held, wanted] = [await theatre.held(), theatre.wanted(program)];
  const managed = held.filter(({ kind }) => manages(program, kind));
  const missing = wanted.filter((target) => !held.includes(target));

  expect(ending.interrupted).toEqual([]);
  expect(missing.filter((target) => target.reachable || before.includes(target))).toEqual([]);
  expect(missing.filter((target) => !isNamed(target, ending))).toEqual([]);
  expect(ending.failure === undefined).toBe(missing.length === 0);
  if (missing.every(({ exists }) => !exists)) expect(inOrder(managed)).toEqual(inOrder(without(wanted, missing)));
  expect(held.filter(({ kind }) => !manages(program, kind))).toEqual(
    before.filter(({ kind }) => !manages(program, kind)),
  );
  if (missing.length === 0) await expectNothingToDo(theatre, program);
  await theatre.destroy();
  expect((await theatre.held()).filter(({ kind }) => manages(program, kind))).toEqual([]);
}

async function expectNothingToDo(theatre: Theatre, program: Program): Promise<void> {
  if (program.enabled !== undefined) expect(theatre.isClosed()).toBe(program.enabled);
  expect(await theatre.refresh()).toEqual([]);
  const again = await theatre.up(program, undisturbed);
  expect([again.failure, again.steps, again.requests]).toEqual([undefined, [], []]);
}

const undisturbed = { lanes: 10, by: "maintainer", faults: [], hands: [] } as const;

function manages({ projects, groups }: Program, kind: Target["kind"]): boolean {
  return (kind === "project" ? projects : groups) !== undefined;
}

function isNamed({ kind, id, addresses }: Target, { said }: Ending): boolean {
  return [id, ...addresses].some((name) => said.includes(`${kind} ${name}`));
}

function without<T>(all: readonly T[], some: readonly T[]): T[] {
  return all.filter((item) => !some.includes(item));
}

function inOrder(targets: readonly Target[]): string[] {
  return targets.map(({ kind, id }) => `${kind} ${id}`).sort();
}
