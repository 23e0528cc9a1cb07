import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { type Permissions, samePermissions } from "../../domain/permissions";
import { refusal, type UserError } from "../../domain/user-error";
import { Incomplete } from "../../engine/failures";
import type { IsDeclared, Lifecycle } from "../../engine/lifecycle";
import { getJobTokenScope } from "../../gitlab/allowlists";
import type { GitLab } from "../../gitlab/connection";
import { type Place, placeName, writtenAs } from "../../gitlab/place";
import { isNotFound } from "../../http/errors";
import { noLongerSet, observePush, Push } from "../job-token-scope/push";
import { type Lengths, readLists } from "./calls";
import { reasonToStayOpen } from "./closing";
import { AllowlistEdit, known } from "./edit";
import { inOrder, sameList } from "./elements";
import { unseen } from "./first-run";
import { foundIn, shortened } from "./found";
import { entriesOf, type Inputs, inputs, kinds, listingsIn, managedKinds, managesPermissions } from "./inputs";
import { lookAt } from "./look";
import { accountOf, isRecorded, Mandate, strangers } from "./mandate";
import { noLongerManaged, noLongerPermitted, removed, replaced, report, shownStrays, strayed } from "./messages";
import { elementFor, type Names, resolve } from "./names";
import { bringAbout } from "./order";
import type { Entry } from "./plan";
import { Switch } from "./switch";

const outputs = z.object({
  projectIds: z.array(z.string()),
  groupIds: z.array(z.string()),
  __strays: z.record(z.string(), z.string()),
  __ids: z.record(z.string(), z.string()),
});

type Outputs = z.output<typeof outputs>;

export const jobTokenAllowlist: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenAllowlist",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  same: {
    projects: sameList("project"),
    groups: sameList("group"),
    permissions: (before, wanted) => samePermissions(before as Permissions, wanted as Permissions), // Parsed by the schema.
  },
  uncompared: ["replaceExisting"],
  shown: { key: "entries", of: entriesOf },
  listed: (inputs) => listingsIn(inputs),
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
    const project = String(news.project);
    for (const key of dropped) say(noLongerManaged(key, project));
    for (const text of noLongerSet(olds, news, project)) say(text);
    for (const text of noLongerPermitted(olds, news)) say(text);
    return {};
  },

  drift: ({ places, outputs }) => shownStrays(places.project, Object.values(outputs.__strays)),

  async observe(gitlab, { inputs, places: { project }, outputs }) {
    const look = lookAt(gitlab, project, inputs, lengthsIn(outputs));
    const isApart = inputs.enabled !== undefined && !managesPermissions(inputs);
    const [{ present, more }, scope, push] = await Promise.all([
      look,
      isApart ? getJobTokenScope(gitlab.client, project) : undefined,
      look.then((seen) => seen.more?.settings ?? observePush(gitlab, project, inputs)),
    ]);
    const found = foundIn(inputs, { names: outputs.__ids, recorded: present, projectId: project.id });
    const enabled = inputs.enabled === undefined ? undefined : (more?.isClosed ?? scope?.enabled);
    return { ...found, inputs: { ...found.inputs, ...push, ...(enabled === undefined ? {} : { enabled }) } };
  },

  async converge(gitlab, { inputs, places: { project } }, state) {
    // Observe
    const { present, more } = await lookAt(gitlab, project, inputs, lengthsIn(state?.outputs));
    const push = await Push.open(gitlab, project, inputs, more);
    const before = { names: state?.outputs.__ids ?? {}, present, projectId: project.id };
    const { names, wanted, unfound, namesItself } = await resolve(gitlab, inputs, before);
    if (namesItself)
      gitlab.say(
        `The list of ${placeName(project)} names the project itself: ignored, its own job tokens always reach it.`,
      );
    const mandate = new Mandate(inputs, state);
    const [foreign, differing] = [mandate.foreign(present, wanted), mandate.differing(present, wanted)];
    if (foreign.length + differing.length > 0)
      throw refusedFirstRun(gitlab, unseen(project, { foreign, differing }, inputs.permissions));

    const toSwitch = new Switch(gitlab.client, project, inputs.enabled, state?.inputs.enabled);
    const mayGo = (entry: Entry) => mandate.covers(entry) && !(inputs.enabled === false && toSwitch.failure);
    const goal = { project, kinds: managedKinds(inputs), path: more?.path, wanted, unfound, mayGo };
    const edit = new AllowlistEdit(gitlab, goal, present);
    const stop = await untilStopped(() =>
      bringAbout({
        edit,
        push,
        toSwitch,
        wanted: inputs.enabled,
        reasonToStayOpen: () => reasonToStayOpen(gitlab, toSwitch, { project, ...edit.leftovers }),
      }),
    );

    for (const text of replaced(project, strangers(mandate.unnamed(present, wanted), edit.present))) gitlab.say(text);
    return concluded(gitlab, { project, inputs, names, wanted, mandate, edit, toSwitch, push, stop });
  },

  async *list({ client, allowlists }, place) {
    if (place?.kind !== "project") return;
    const present = await readLists({ allowlists }, place, kinds);
    const of = (kind: AddressKind) =>
      inOrder(
        kind,
        present.filter((entry) => entry.kind === kind).map((entry) => elementFor(entry, undefined)),
      );
    const { enabled } = await getJobTokenScope(client, place);
    const lists = { projects: of("project"), groups: of("group") };
    const { projectIds, groupIds } = accountOf(present, []);
    yield { inputs: { project: writtenAs(place), enabled, ...lists }, outputs: { projectIds, groupIds } };
  },

  /** GitLab has no delete for the switch, and a removed declaration asks for neither of its two positions. */
  async remove(gitlab, { inputs, places: { project }, outputs }, isDeclared) {
    const managed = managedKinds(inputs);
    const { present, more } = await lookAt(gitlab, project, inputs, lengthsIn(outputs));
    const mayGo = (entry: Entry) =>
      isRecorded(outputs, entry) && !isElsewhere(isDeclared, String(inputs.project), project.id, entry);
    const goal = { project, kinds: managed, path: more?.path, wanted: [], unfound: [], mayGo };
    const edit = new AllowlistEdit(gitlab, goal, present);
    const stop = await untilStopped(() => edit.removeSurplus());
    const gone = strangers(present, edit.present);
    if (gone.length > 0) gitlab.say(removed(project, gone));
    if (isNotFound(stop)) throw stop;
    const problems = report({
      project,
      failures: edit.failures,
      missing: [],
      unchanged: [],
      kept: [],
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
  readonly push: Push;
  readonly stop: UserError | undefined;
}

/** Returns what a run records in the state and tells the user. Throws where that is not what is declared. */
function concluded(gitlab: GitLab, run: Run): Outputs {
  const { project, inputs, names, wanted, mandate, edit, toSwitch, push, stop } = run;
  const strays = mandate.strays(edit.present, wanted);
  if (strays.length > 0) gitlab.warn(strayed(project, strays));
  const recorded = strangers(edit.present, strays);
  const kept = strangers(recorded, wanted);
  const { failures, missing, unchanged } = edit;
  const problems = report({ project, failures, missing, unchanged, kept, toSwitch, stop });
  if (problems === undefined) return { ...accountOf(recorded, strays), __ids: { ...names } };
  for (const text of problems.more) gitlab.warn(text);
  const {
    enabled: _,
    pushRepositoryForJobTokenAllowed: __,
    crossProjectPushForJobTokenAllowed: ___,
    ...unswitched
  } = inputs;
  const found = shortened(foundIn(unswitched, { names, recorded, projectId: project.id, strays }));
  throw new Incomplete(
    { ...found, inputs: { ...found.inputs, ...toSwitch.recorded, ...push.recorded } },
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
