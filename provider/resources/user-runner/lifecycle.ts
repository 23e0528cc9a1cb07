import { z } from "zod";
import { addDays, dayOf, isDead } from "../../domain/calendar";
import { refusal, UserError } from "../../domain/user-error";
import type { Lifecycle } from "../../engine/lifecycle";
import { type Mark, markIn, type Owner, withMark, withoutMark } from "../../engine/owner-mark";
import type { GitLab } from "../../gitlab/connection";
import {
  createRunner,
  deleteRunner,
  getRunner,
  listUnusedRunners,
  nameOf,
  type RunnerPlace,
  type RunnerSecret,
  type RunnerSettings,
  resetRunnerToken,
  updateRunner,
} from "../../gitlab/runners";
import { settle } from "../../gitlab/settle";
import type { Client } from "../../http/client";
import { AnswerError, isNotFound } from "../../http/errors";
import { type RunnerInputs, runnerInputs } from "./inputs";

const outputs = z.object({ runnerId: z.string(), token: z.string(), tokenExpiresAt: z.string().optional() });

type Outputs = z.output<typeof outputs>;
type Place = "group" | "project";

/** The day of the run, which only check knows and only diff can hold against the token's end. */
const stampShape = z.object({ __day: z.string().optional(), __hold: z.boolean().optional() });

export const userRunner: Lifecycle<RunnerInputs, Place, Outputs> = {
  type: "UserRunner",
  inputs: runnerInputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" }, group: { kind: "group", output: "groupId" } },
  replaceOn: ["runnerType"],
  secrets: ["token"],
  owned: true,
  id: ({ outputs }) => outputs.runnerId,

  prefill(_olds, { rotateBeforeDays }, { now, hold }) {
    if (typeof rotateBeforeDays !== "number") return {};
    return { __day: dayOf(now), ...(hold ? { __hold: true } : {}) };
  },

  drift({ inputs, outputs }, stamps) {
    if (!isResetDue(inputs, outputs, stamps)) return undefined;
    return `The authentication token of runner ${outputs.runnerId} ends at ${outputs.tokenExpiresAt}: it is reset, an update without property lines.`;
  },

  async observe({ client }, { inputs, outputs }) {
    try {
      return { inputs: { ...inputs, ...inputsFrom(await getRunner(client, outputs.runnerId), inputs) }, outputs };
    } catch (error) {
      if (isNotFound(error)) return undefined; // GitLab answers 403 where the runner exists and can't be seen.
      throw error;
    }
  },

  async converge(gitlab, { inputs, ids }, state, { owner, stamps }) {
    if (state === undefined) {
      const made = await make(gitlab, placeOf(inputs, ids), settingsOf(inputs, owner), owner);
      return { runnerId: String(made.id), ...secretOf(made) };
    }
    const { runnerId } = state.outputs;
    await updateRunner(gitlab.client, runnerId, settingsOf(inputs, owner));
    if (!isResetDue(inputs, state.outputs, stamps)) return state.outputs;
    return { runnerId, ...secretOf(await reset(gitlab, runnerId)) };
  },

  async remove({ client }, { outputs }) {
    try {
      await deleteRunner(client, outputs.runnerId);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  },
};

/** Without `rotateBeforeDays` never, not even past the end: GitLab Runner renews its own token. */
function isResetDue({ rotateBeforeDays }: RunnerInputs, { tokenExpiresAt }: Outputs, stamps: object): boolean {
  const { __day: today, __hold: hold } = stampShape.parse(stamps);
  if (rotateBeforeDays === undefined || tokenExpiresAt === undefined || today === undefined) return false;
  const end = dayOf(new Date(tokenExpiresAt));
  return isDead(hold ? end : addDays(end, -rotateBeforeDays), today);
}

/**
 * A lost answer may have left a runner that nobody can use: the mark of this attempt in its note tells it from its siblings. What earlier
 * attempts have left goes once the new one is there. A credential that may only create is enough as long as no answer is lost.
 */
async function make(gitlab: GitLab, place: RunnerPlace, settings: RunnerSettings, owner: Owner) {
  const made = await settle({
    act: () => createRunner(gitlab.client, place, settings),
    look: async (lost) => {
      if (!(await removeUnused(gitlab, place, (mark) => owner.isOwn(mark)))) throw maybeLeftBehind(place, owner, lost);
      return undefined;
    },
  });
  await tidyUp(gitlab, place, owner, String(made.id));
  return made;
}

/** A new token is on its way into the state: nothing may fail any more. */
async function tidyUp(gitlab: GitLab, place: RunnerPlace, owner: Owner, madeId: string): Promise<void> {
  try {
    await removeUnused(gitlab, place, (mark, id) => id !== madeId && owner.isOrphan(mark));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    gitlab.warn(
      `Whether an interrupted run has left a runner for ${nameOf(place)} was not found out: look there for one that never made contact and whose maintenance note holds "pulumi:${owner.key}". ${error.message}`,
    );
  }
}

/** Answers whether the credential may look at all. */
async function removeUnused(
  { client }: GitLab,
  place: RunnerPlace,
  isOurs: (mark: Mark | undefined, id: string) => boolean,
): Promise<boolean> {
  try {
    for (const id of await listUnusedRunners(client, place))
      if (isOurs(await markOf(client, id), id)) await deleteRunner(client, id);
    return true;
  } catch (error) {
    if (isNotFound(error)) return true; // Someone else deleted it since it was listed.
    if (error instanceof AnswerError && (error.status === 401 || error.status === 403)) return false;
    throw error;
  }
}

async function markOf(client: Client, id: string): Promise<Mark | undefined> {
  return markIn((await getRunner(client, id)).maintenance_note);
}

/** Every reset ends the value before it, so there is nothing to look at: a lost one does no harm once another has succeeded. */
function reset({ client }: GitLab, runnerId: string): Promise<RunnerSecret> {
  return settle({ act: () => resetRunnerToken(client, runnerId), look: async () => undefined });
}

function placeOf({ runnerType }: RunnerInputs, { project, group }: Readonly<Record<Place, string>>): RunnerPlace {
  if (runnerType === "project_type") return { type: runnerType, projectId: project };
  return runnerType === "group_type" ? { type: runnerType, groupId: group } : { type: runnerType };
}

function secretOf({ token, token_expires_at: end }: RunnerSecret) {
  return { token, ...(end ? { tokenExpiresAt: end } : {}) };
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

function inputsFrom(found: RunnerSettings, { maintenanceNote: noted }: RunnerInputs): Partial<RunnerInputs> {
  return {
    description: found.description || undefined,
    tagList: [...found.tag_list].sort(),
    runUntagged: found.run_untagged,
    paused: found.paused,
    locked: found.locked,
    accessLevel: found.access_level,
    maximumTimeout: found.maximum_timeout ?? undefined,
    maintenanceNote: found.maintenance_note ? withoutMark(found.maintenance_note) : noted,
  };
}

function maybeLeftBehind(place: RunnerPlace, { key }: Owner, lost: UserError): UserError {
  return refusal(
    "lost answer",
    `${lost.message} The credential may create runners but not look at them, so whether one was made is not known: look in the runners of ${nameOf(place)} for one that never made contact and whose maintenance note holds "pulumi:${key}", and delete it. ` +
      "Then run `pulumi up` again, best with a token that has the api or manage_runner scope.",
  );
}
