import type { Environment } from "../../provider/domain/environment";
import type { GitLab } from "../../provider/gitlab/connection";
import { connectionIn } from "./connect";
import { Draft } from "./draft";
import { type Progress, progressOn } from "./progress";
import type { EndRecord } from "./record";
import { Run } from "./run";
import { type Survey, survey, type Wanted } from "./sources/survey";
import { Targets } from "./sources/targets";

/** An inventory that is to be made. */
export interface Order extends Wanted {
  readonly file: string;
  /** How old what the file has may be; undefined: nothing of it counts. */
  readonly maxAgeMs: number | undefined;
}

/** What an interrupted run has read counts so long. */
const RESUMED_WITHIN_MS = 24 * 3_600_000;

/** Makes an inventory of the GitLab that the environment names. */
export async function makeInventory(order: Order, env: Environment, now: Date): Promise<void> {
  const progress = progressOn(process.stderr);
  const connection = connectionIn(env, (text) => progress.say(text));
  try {
    await readInto(connection.gitlab, order, { progress, now });
  } finally {
    progress.end();
    await connection.close();
  }
}

interface Surroundings {
  readonly progress: Progress;
  readonly now: Date;
}

/** Reads a GitLab into a file. */
export async function readInto(gitlab: GitLab, order: Order, { progress, now }: Surroundings): Promise<EndRecord> {
  progress.begin("asking GitLab who reads");
  const known = await survey(gitlab, order, now);
  for (const note of known.notes) progress.say(`- ${note}`);
  const targets = new Targets();
  const draft = new Draft({
    ...{ file: order.file, header: known.header, now, reuse: order.maxAgeMs !== undefined },
    maxAgeMs: order.maxAgeMs ?? RESUMED_WITHIN_MS,
    note: (project) => targets.note(project),
  });
  await fill(draft, gitlab, { known, targets, progress });
  const end = draft.finish(new Date(), gitlab.client.sent);
  progress.say(`${order.file} is finished: ${end.requests} requests, ${end.unseen} things not seen.`);
  return end;
}

interface Filling {
  readonly known: Survey;
  readonly targets: Targets;
  readonly progress: Progress;
}

async function fill(draft: Draft, gitlab: GitLab, { known, targets, progress }: Filling): Promise<void> {
  if (draft.isResumed) progress.say("Going on from an interrupted run.");
  const run = new Run(gitlab, known, { progress, targets });
  try {
    for await (const unit of run.units(draft.earlier)) draft.write(unit);
  } catch (error) {
    draft.close();
    progress.say("The inventory is unfinished. Give the same command again: it goes on where this one stopped.");
    throw error;
  }
}
