import type { Environment } from "../../provider/domain/environment";
import type { GitLab } from "../../provider/gitlab/connection";
import { connectionIn } from "./connect";
import { Draft } from "./draft";
import { type Progress, progressOn } from "./progress";
import { Run } from "./run";
import { survey, type Wanted } from "./sources/survey";
import { Targets } from "./sources/targets";
import { projectsWanted } from "./sources/wanted";
import type { Summary } from "./summary";

/** An inventory that is to be made. */
export interface Order extends Wanted {
  readonly file: string;
  /** How old what the file has may be; undefined: nothing of it counts. */
  readonly maxAgeMs: number | undefined;
}

/** What an interrupted run has read counts so long. */
const RESUMED_WITHIN_MS = 24 * 3_600_000;

/** Makes an inventory of the GitLab that the environment names. Returns what it comes to. */
export async function makeInventory(order: Order, env: Environment, now: Date): Promise<Summary> {
  const progress = progressOn(process.stderr);
  const connection = connectionIn(env, (text) => progress.say(text));
  try {
    return await readInto(connection.gitlab, order, { progress, now });
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
export async function readInto(gitlab: GitLab, order: Order, { progress, now }: Surroundings): Promise<Summary> {
  progress.begin("asking GitLab who reads");
  const projects = projectsWanted(gitlab, order);
  const known = await survey(gitlab, order, now);
  for (const note of known.notes) progress.say(`- ${note}`);
  const targets = new Targets();
  const draft = new Draft({
    ...{ file: order.file, header: known.header, now, reuse: order.maxAgeMs !== undefined },
    maxAgeMs: order.maxAgeMs ?? RESUMED_WITHIN_MS,
    note: (project) => targets.note(project),
  });
  await fill(draft, new Run(gitlab, known, { progress, targets, projects }), progress);
  const summary = draft.finish(new Date(), gitlab.client.sent);
  const { unseen } = summary.counts;
  progress.say(`${order.file} is finished: ${gitlab.client.sent} requests, ${unseen} things not seen.`);
  return summary;
}

async function fill(draft: Draft, run: Run, progress: Progress): Promise<void> {
  if (draft.isResumed) progress.say("Going on from an interrupted run.");
  try {
    for await (const unit of run.units(draft.earlier)) draft.write(unit);
  } catch (error) {
    draft.close();
    progress.say("The inventory is unfinished. Give the same command again: it goes on where this one stopped.");
    throw error;
  }
}
