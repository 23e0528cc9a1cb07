import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { refusal, type UserError } from "../../domain/user-error";
import { Incomplete } from "../../engine/failures";
import type { IsDeclared, Lifecycle } from "../../engine/lifecycle";
import { getJobTokenScope } from "../../gitlab/allowlists";
import type { GitLab } from "../../gitlab/connection";
import { type Place, placeName, writtenAs } from "../../gitlab/place";
import { isNotFound } from "../../http/errors";
import { AllowlistEdit, known, type Lengths, readLists } from "./edit";
import { entriesOf, type Inputs, inOrder, inputs, kinds, managedKinds, sameList } from "./inputs";
import { accountOf, isRecorded, Mandate, strangers } from "./mandate";
import { foreignEntries, noLongerManaged, removed, report, shownStrays, strayed } from "./messages";
import { addressOf, asFound, type Names, namesIn, resolve } from "./names";
import type { Entry } from "./plan";
import { Switch } from "./switch";

const outputs = z.object({
  projectIds: z.array(z.string()),
  groupIds: z.array(z.string()),
  __strays: z.record(z.string(), z.string()),
  __ids: z.record(z.string(), z.string()),
});

const LONGEST_FOUND = 16_000;

type Outputs = z.output<typeof outputs>;

export const jobTokenAllowlist: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenAllowlist",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  same: { projects: sameList, groups: sameList },
  shown: { key: "entries", of: entriesOf },
  claim: ({ project }) => ({ about: "switch", project }),
  claims: ({ project }, inputs) => [
    ...(inputs.enabled === undefined ? [] : [{ about: "switch", project } as const]),
    ...managedKinds(inputs).map((kind) => ({ about: "entries", project, kind }) as const),
  ],

  /** Fills in no input. It gives warnings, because it sees the old and the new inputs in a preview. */
  prefill(olds, news, { say }) {
    const dropped = (["projects", "groups", "enabled"] as const).filter(
      (key) => olds[key] !== undefined && news[key] === undefined,
    );
    for (const key of dropped) say(noLongerManaged(key, String(news.project)));
    return {};
  },

  drift: ({ places, outputs }) => shownStrays(places.project, Object.values(outputs.__strays)),

  async observe(gitlab, { inputs, places: { project }, outputs }) {
    const [present, scope] = await Promise.all([
      readLists(gitlab, project, managedKinds(inputs), lengthsIn(outputs)),
      inputs.enabled === undefined ? undefined : getJobTokenScope(gitlab.client, project),
    ]);
    const found = foundIn(inputs, outputs.__ids, present, project.id);
    return scope === undefined ? found : { ...found, inputs: { ...found.inputs, enabled: scope.enabled } };
  },

  async converge(gitlab, { inputs, places: { project } }, state) {
    // Observe
    const present = await readLists(gitlab, project, managedKinds(inputs), lengthsIn(state?.outputs));
    const before = { names: state?.outputs.__ids ?? {}, present, projectId: project.id };
    const { names, wanted, unfound, namesItself } = await resolve(gitlab, inputs, before);
    if (namesItself)
      gitlab.say(
        `The list of ${placeName(project)} names the project itself: ignored, its own job tokens always reach it.`,
      );
    const mandate = new Mandate(inputs, state);
    const foreign = mandate.foreign(present, wanted);
    if (foreign.length > 0) throw refusedFirstRun(gitlab, foreignEntries(project, foreign));

    const toSwitch = new Switch(gitlab.client, project, inputs.enabled, state?.inputs.enabled);
    const mayGo = (entry: Entry) => mandate.covers(entry) && !(inputs.enabled === false && toSwitch.failure);
    const edit = new AllowlistEdit(gitlab, { project, kinds: managedKinds(inputs), wanted, unfound, mayGo }, present);
    const stop = await untilStopped(async () => {
      // Ensure
      if (inputs.enabled === false) await toSwitch.set();
      await edit.fill();
      if (inputs.enabled === true && edit.isFilled) await toSwitch.set();

      // Sync
      await edit.removeSurplus();
      await toSwitch.look();
    });

    return concluded(gitlab, { project, inputs, names, wanted, mandate, edit, toSwitch, stop });
  },

  async *list({ client, allowlists }, place) {
    if (place?.kind !== "project") return;
    const present = await readLists({ allowlists }, place, kinds);
    const of = (kind: AddressKind) => inOrder(present.filter((entry) => entry.kind === kind).map(addressOf));
    const { enabled } = await getJobTokenScope(client, place);
    const lists = { projects: of("project"), groups: of("group") };
    const { projectIds, groupIds } = accountOf(present, []);
    yield { inputs: { project: writtenAs(place), enabled, ...lists }, outputs: { projectIds, groupIds } };
  },

  /** GitLab has no delete for the switch, and a removed declaration asks for neither of its two positions. */
  async remove(gitlab, { inputs, places: { project }, outputs }, isDeclared) {
    const managed = managedKinds(inputs);
    const present = await readLists(gitlab, project, managed, lengthsIn(outputs));
    const mayGo = (entry: Entry) =>
      isRecorded(outputs, entry) && !isElsewhere(isDeclared, String(inputs.project), project.id, entry);
    const edit = new AllowlistEdit(gitlab, { project, kinds: managed, wanted: [], unfound: [], mayGo }, present);
    const stop = await untilStopped(() => edit.removeSurplus());
    const gone = strangers(present, edit.present);
    if (gone.length > 0) gitlab.say(removed(project, gone));
    if (isNotFound(stop)) throw stop;
    const problems = report({
      project,
      failures: edit.failures,
      missing: [],
      kept: [],
      isFilled: true,
      stop,
      room: 1,
    });
    for (const text of problems?.more ?? []) gitlab.warn(text);
    if (problems !== undefined) throw problems.reason;
  },
};

/** Returns about how long the lists still are. */
function lengthsIn(outputs: Outputs | undefined): Lengths {
  return { project: outputs?.projectIds.length ?? 0, group: outputs?.groupIds.length ?? 0 };
}

interface Run {
  readonly project: Place;
  readonly inputs: Inputs;
  readonly names: Names;
  readonly wanted: readonly Entry[];
  readonly mandate: Mandate;
  readonly edit: AllowlistEdit;
  readonly toSwitch: Switch;
  readonly stop: UserError | undefined;
}

/** Returns what a run records in the state and tells the user. Throws where that is not what is declared. */
function concluded(gitlab: GitLab, { project, inputs, names, wanted, mandate, edit, toSwitch, stop }: Run): Outputs {
  const strays = mandate.strays(edit.present, wanted);
  if (strays.length > 0) gitlab.warn(strayed(project, strays));
  const recorded = strangers(edit.present, strays);
  const kept = strangers(recorded, wanted);
  const { failures, missing, isFilled } = edit;
  const problems = report({ project, failures, missing, kept, toSwitch, isFilled, stop });
  if (problems === undefined) return { ...accountOf(recorded, strays), __ids: { ...names } };
  for (const text of problems.more) gitlab.warn(text);
  const { enabled: _, ...unswitched } = inputs;
  const found = shortened(foundIn(unswitched, names, recorded, project.id, strays));
  throw new Incomplete(
    { ...found, inputs: { ...found.inputs, ...toSwitch.recorded } },
    problems.reason,
    problems.reasons,
  );
}

/** Logs the text as a warning where an error is too short for it, because the text to paste must be complete. */
function refusedFirstRun({ warn }: GitLab, text: string): UserError {
  const error = refusal("entries that nobody saw", text);
  if (error.message !== text) warn(text);
  return error;
}

/** Returns the error that ended the work early, if there is one. Throws a defect of ours. */
async function untilStopped(work: () => Promise<void>): Promise<UserError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return known(error);
  }
}

/** Returns whether another resource declares the entry, or the whole list that it belongs to, in this run. */
function isElsewhere(isDeclared: IsDeclared, project: string, projectId: string, { kind, id, path }: Entry): boolean {
  const texts = [id, ...(path === undefined ? [] : [path])];
  return texts.some((text) =>
    isDeclared({
      byId: { about: "entry", project: projectId, kind, target: id },
      byText: { about: "entry", project, kind, target: text },
    }),
  );
}

function foundIn(
  inputs: Inputs,
  names: Names,
  recorded: readonly Entry[],
  projectId: string,
  strays: readonly Entry[] = [],
) {
  const found = asFound(inputs, names, recorded, projectId);
  return { inputs: found, outputs: { ...accountOf(recorded, strays), __ids: namesIn(found, names, recorded) } };
}

/** gRPC's trailer carries a failure together with the state and holds 64 kB. A long list leaves its paths out: they can be looked up. */
function shortened(found: ReturnType<typeof foundIn>): ReturnType<typeof foundIn> {
  if (JSON.stringify(found).length <= LONGEST_FOUND) return found;
  const { inputs, outputs } = found;
  const { projectIds, groupIds } = outputs;
  const projects = inputs.projects === undefined ? {} : { projects: inOrder(projectIds.map(Number)) };
  const groups = inputs.groups === undefined ? {} : { groups: inOrder(groupIds.map(Number)) };
  const __strays = Object.fromEntries(Object.keys(outputs.__strays).map((key) => [key, key]));
  return { inputs: { ...inputs, ...projects, ...groups }, outputs: { ...outputs, __strays, __ids: {} } };
}
