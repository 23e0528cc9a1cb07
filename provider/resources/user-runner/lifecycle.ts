import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { addDays, dayOf, daysBetween, isDead } from "../../domain/calendar";
import type { Clock } from "../../domain/clock";
import { refusal, type UserError } from "../../domain/user-error";
import type { Lifecycle } from "../../engine/lifecycle";
import type { Shelf, Unused } from "../../engine/made-once";
import { type Mark, markIn, withMark, withoutMark } from "../../engine/owner-mark";
import { isUnknown, UNKNOWN } from "../../engine/unknowns";
import type { GitLab } from "../../gitlab/connection";
import { type Place, writtenAs } from "../../gitlab/place";
import {
  createRunner,
  deleteRunner,
  getRunner,
  listUnusedRunners,
  ownerName,
  ownersIn,
  type RunnerOwner,
  type RunnerSecret,
  type RunnerSettings,
  resetRunnerToken,
  runnersOf,
  updateRunner,
} from "../../gitlab/runners";
import { settle } from "../../gitlab/settle";
import type { Client } from "../../http/client";
import { AnswerError, isNotFound } from "../../http/errors";
import { type RunnerInputs, runnerInputs } from "./inputs";

/** The name of the kind in messages. */
const RUNNER = "runner";

const outputs = z.object({
  runnerId: z.string(),
  token: z.string(),
  tokenExpiresAt: z.string().optional(),
  /** The first day on which the token may be reset, where `rotateBeforeDays` leaves none. */
  __notBefore: z.string().optional(),
});

type Outputs = z.output<typeof outputs>;

/** The day of the run. Only check knows it, and only diff can compare it with the end of the token. */
const stampShape = z.object({ __day: z.string().optional(), __hold: z.boolean().optional() });

export const userRunner: Lifecycle<RunnerInputs, AddressKind, Outputs> = {
  type: "UserRunner",
  inputs: runnerInputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" }, group: { kind: "group", output: "groupId" } },
  replaceOn: ["runnerType"],
  secrets: ["token"],
  madeOnce: ({ runnerId }) => [`${RUNNER} ${runnerId}`],
  id: ({ outputs }) => outputs.runnerId,

  /** A saved plan must be valid on another day if no reset is due then. So the day is unknown in a preview, and diff reads the clock. */
  prefill(_olds, { rotateBeforeDays }, { clock: { now, hold }, isPreview }) {
    if (typeof rotateBeforeDays !== "number") return {};
    return { __day: isPreview ? UNKNOWN : dayOf(now), ...(hold ? { __hold: true } : {}) };
  },

  drift({ inputs, outputs }, stamps, { now }) {
    const known = isUnknown(stamps.__day) ? { ...stamps, __day: dayOf(now) } : stamps;
    if (!isResetDue(inputs, outputs, known)) return undefined;
    return `The authentication token of runner ${outputs.runnerId} ends at ${outputs.tokenExpiresAt}: it is reset, an update without property lines.`;
  },

  async observe({ client, directory }, { inputs, outputs }) {
    try {
      const found = await getRunner(client, outputs.runnerId);
      for (const { kind, id, at } of ownersIn(found)) if (at !== undefined) directory.learn(kind, id, at);
      return { inputs: { ...inputs, ...inputsFrom(found, inputs) }, outputs };
    } catch (error) {
      if (isNotFound(error)) return undefined; // GitLab answers 403 where the runner exists and can't be seen.
      throw error;
    }
  },

  async converge(gitlab, { inputs, places }, state, { mark, madeOnce, stamps, clock }) {
    const settings = settingsOf(inputs, mark);
    if (state === undefined) {
      const made = await madeOnce.make(shelfOf(gitlab, ownerOf(inputs, places), settings, mark), mark);
      return { runnerId: String(made.id), ...secretOf(gitlab, made, { inputs, clock }) };
    }
    const { runnerId } = state.outputs;
    await updateRunner(gitlab.client, runnerId, settings);
    if (!isResetDue(inputs, state.outputs, stamps)) return state.outputs;
    return { runnerId, ...secretOf(gitlab, await reset(gitlab, runnerId), { inputs, clock }) };
  },

  async *list({ client }, place) {
    for await (const { id } of runnersOf(client, place)) {
      const owner = place === undefined ? {} : { [place.kind]: writtenAs(place) };
      const inputs = { runnerType: `${place?.kind ?? "instance"}_type`, ...owner };
      const found = inputsFrom(await getRunner(client, String(id)), {});
      yield { inputs: { ...inputs, ...found }, outputs: { runnerId: String(id) } };
    }
  },

  async remove({ client }, { outputs }) {
    await removeRunner(client, outputs.runnerId);
  },
};

/** Without `rotateBeforeDays` never, not even past the end: GitLab Runner renews its own token. */
function isResetDue({ rotateBeforeDays }: RunnerInputs, outputs: Outputs, stamps: object): boolean {
  const { tokenExpiresAt, __notBefore = "" } = outputs;
  const { __day: today, __hold: hold } = stampShape.parse(stamps);
  if (rotateBeforeDays === undefined || tokenExpiresAt === undefined || today === undefined) return false;
  const end = dayOf(new Date(tokenExpiresAt));
  const due = addDays(end, -rotateBeforeDays);
  return isDead(hold ? end : latest(due, __notBefore), today);
}

function shelfOf({ client }: GitLab, of: RunnerOwner, settings: RunnerSettings, { key }: Mark) {
  const unused = async (isKnown: (id: string) => boolean): Promise<Unused[]> => {
    const ids = (await listUnusedRunners(client, of)).filter((id) => !isKnown(id));
    const found: Unused[] = [];
    for (const id of ids) found.push(...(await asUnused(client, id)));
    return found;
  };
  const shelf: Shelf<RunnerSecret & { id: number }> = {
    kind: RUNNER,
    place: ownerName(of),
    advice: "delete it under Settings → CI/CD → Runners there",
    make: () => createRunner(client, of, settings),
    unused: (isKnown) => unlessRefused(unused(isKnown), () => []),
    unusedAfter: (lost, isKnown) =>
      unlessRefused(unused(isKnown), () => {
        throw maybeLeftBehind(of, key, lost);
      }),
    remove: (id) => removeRunner(client, id),
  };
  return shelf;
}

/** Nothing where someone else deleted it since it was listed. */
async function asUnused(client: Client, id: string): Promise<Unused[]> {
  try {
    const { description, created_at, maintenance_note } = await getRunner(client, id);
    return [{ id, name: description ?? "", madeAt: created_at, mark: markIn(maintenance_note) }];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** A credential that may only create runners is enough as long as no answer is lost. */
async function unlessRefused<T>(look: Promise<T>, otherwise: () => T): Promise<T> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof AnswerError && (error.status === 401 || error.status === 403)) return otherwise();
    throw error;
  }
}

async function removeRunner(client: Client, id: string): Promise<void> {
  try {
    await deleteRunner(client, id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Resets the token. Every reset ends the earlier value, so a reset whose answer was lost does no harm once another one has succeeded. */
function reset({ client }: GitLab, runnerId: string): Promise<RunnerSecret> {
  return settle({ act: () => resetRunnerToken(client, runnerId), look: async () => undefined });
}

function ownerOf({ runnerType }: RunnerInputs, { project, group }: Readonly<Record<AddressKind, Place>>): RunnerOwner {
  if (runnerType === "project_type") return project;
  return runnerType === "group_type" ? group : undefined;
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

interface Receiving {
  readonly inputs: RunnerInputs;
  readonly clock: Clock;
}

/** A token that would be due from its first day on is kept for half of its life: a reset in each run would keep every runner offline. */
function secretOf({ warn }: GitLab, { token, token_expires_at: end }: RunnerSecret, { inputs, clock }: Receiving) {
  if (!end) return { token };
  const today = dayOf(clock.now);
  const life = daysBetween(today, dayOf(new Date(end)));
  const { rotateBeforeDays } = inputs;
  if (rotateBeforeDays === undefined || rotateBeforeDays < life) return { token, tokenExpiresAt: end };
  warn(
    `rotateBeforeDays is ${rotateBeforeDays}, and GitLab gives the token of this runner ${life} days: it is reset after half of them. ` +
      "Lower rotateBeforeDays, or have the instance, group or project give runner tokens a longer life (Settings → CI/CD → Runners).",
  );
  return { token, tokenExpiresAt: end, __notBefore: addDays(today, Math.ceil(life / 2)) };
}

function settingsOf(inputs: RunnerInputs, mark: Mark): RunnerSettings {
  return {
    description: inputs.description ?? null,
    tag_list: inputs.tagList,
    run_untagged: inputs.runUntagged,
    paused: inputs.paused,
    locked: inputs.locked,
    access_level: inputs.accessLevel,
    maximum_timeout: inputs.maximumTimeout ?? null,
    maintenance_note: withMark(inputs.maintenanceNote, mark),
  };
}

function inputsFrom(found: RunnerSettings, { maintenanceNote: noted }: Partial<RunnerInputs>): Partial<RunnerInputs> {
  return {
    description: found.description?.trim() || undefined,
    tagList: [...found.tag_list].sort(),
    runUntagged: found.run_untagged,
    paused: found.paused,
    locked: found.locked,
    accessLevel: found.access_level,
    maximumTimeout: found.maximum_timeout ?? undefined,
    maintenanceNote: found.maintenance_note ? withoutMark(found.maintenance_note)?.trim() || undefined : noted,
  };
}

function maybeLeftBehind(of: RunnerOwner, key: string, lost: UserError): UserError {
  return refusal(
    "lost answer",
    `${lost.message} The credential may create runners but not look at them, so whether one was made is not known: look in the runners of ${ownerName(of)} for one that never made contact and whose maintenance note holds "pulumi:${key}", and delete it. ` +
      "Then run `pulumi up` again, best with a token that has the api or manage_runner scope.",
  );
}
