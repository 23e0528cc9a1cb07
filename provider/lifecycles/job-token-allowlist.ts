import { z } from "zod";
import type { AddressKind } from "../gitlab/address";
import { GitLabError, isNotFound } from "../gitlab/errors";
import { getJobTokenScope } from "../gitlab/job-token-scope";
import { claimOf } from "../runtime/claims";
import { Incomplete, refusal } from "../runtime/failures";
import type { IsDeclared, Lifecycle } from "../runtime/lifecycle";
import type { GitLab } from "../runtime/session";
import { AllowlistEdit, keyOf, readLists } from "./allowlist-edit";
import { entriesOf, type Inputs, inOrder, inputs, kinds, listOf } from "./allowlist-inputs";
import { asFound, managedKinds, type Names, namesIn, resolve } from "./allowlist-names";
import type { Entry } from "./allowlist-plan";
import { failedRemovals, foreignEntries, report } from "./allowlist-report";
import { Switch } from "./allowlist-switch";

const outputs = z.object({
  projectIds: z.array(z.string()),
  groupIds: z.array(z.string()),
  __ids: z.record(z.string(), z.string()),
});

const LONGEST_FOUND = 16_000;

type Outputs = z.output<typeof outputs>;

export const jobTokenAllowlist: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenAllowlist",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  lists: ["projects", "groups"],
  shown: { key: "entries", of: entriesOf },
  claim: ({ project }) => claimOf.switch(project),
  claims: ({ project }, inputs) => [
    ...(inputs.enabled === undefined ? [] : [claimOf.switch(project)]),
    ...kinds.filter((kind) => inputs[listOf[kind]] !== undefined).map((kind) => claimOf.allEntries(project, kind)),
  ],

  async observe(gitlab, { inputs, ids, outputs }) {
    try {
      const present = await readLists(gitlab, ids.project, managedKinds(inputs));
      const found = foundIn(inputs, outputs.__ids, present, ids.project);
      if (inputs.enabled === undefined) return found;
      const { enabled } = await getJobTokenScope(gitlab.client, ids.project);
      return { ...found, inputs: { ...found.inputs, enabled } };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  },

  async converge(gitlab, { inputs, ids }, state) {
    const projectId = ids.project;
    const managed = managedKinds(inputs);

    // Observe
    const present = await readLists(gitlab, projectId, managed);
    const known = { names: state?.outputs.__ids ?? {}, present, projectId };
    const { names, wanted, unfound, namesItself } = await resolve(gitlab, inputs, known);
    if (namesItself)
      gitlab.say(`Project ${projectId} is on its own list: ignored, its own job tokens always reach it.`);
    const unseen = unseenKinds(managed, inputs, state?.inputs);
    refuseForeign(projectId, present, wanted, unseen);

    const toSwitch = new Switch(gitlab.client, projectId, inputs.enabled, state?.inputs.enabled);
    const mayGo = ({ kind }: Entry) => !unseen.has(kind) && !(inputs.enabled === false && toSwitch.failure);
    const goal = { projectId, kinds: managed, wanted, unfound, mayGo };
    const edit = new AllowlistEdit(gitlab, goal, present);
    const found = () => {
      const { inputs: lists, outputs } = shortened(foundIn(inputs, names, edit.present, projectId));
      return { inputs: { ...lists, ...toSwitch.found }, outputs };
    };
    try {
      // Ensure
      if (inputs.enabled === false) await toSwitch.set();
      await edit.fill();
      if (inputs.enabled === true && edit.isFilled) await toSwitch.set();

      // Sync
      await edit.removeSurplus();
      await toSwitch.look();
    } catch (error) {
      if (error instanceof GitLabError) throw new Incomplete(found(), error);
      throw error;
    }
    const left = leftOver(edit, wanted);
    const problems = report({ projectId, failures: edit.failures, left, toSwitch, isFilled: edit.isFilled });
    for (const text of problems?.more ?? []) gitlab.warn(text);
    if (problems !== undefined) throw new Incomplete(found(), problems.reason, problems.reasons);
    return { ...outputsOf(edit.present), __ids: names };
  },

  /** GitLab has no delete for the switch, and switching it either way is not what a removed declaration asks for. */
  async remove(gitlab, { inputs, ids, outputs }, isDeclared) {
    const projectId = ids.project;
    try {
      const present = await readLists(gitlab, projectId, managedKinds(inputs));
      const recorded = present.filter(({ kind, id }) => idsOf(outputs, kind).includes(id));
      const gone = recorded.filter((entry) => !isElsewhere(isDeclared, inputs, projectId, entry));
      await removeAll(gitlab, projectId, gone);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  },
};

async function removeAll(gitlab: GitLab, projectId: string, entries: readonly Entry[]): Promise<void> {
  const { allowlists, lanes } = gitlab;
  const outcomes = await lanes.each(entries, ({ kind, id }) => allowlists.remove({ projectId, kind }, id));
  const removed = entries.filter((_, index) => outcomes[index]?.status === "fulfilled");
  if (removed.length > 0) {
    const names = removed.map(({ kind, id }) => `${kind} ${id}`).join(", ");
    gitlab.say(`Removed from the job token allowlist of project ${projectId}: ${names}. Its switch stays as it is.`);
  }
  const problem = failedRemovals(projectId, entries, outcomes);
  if (problem !== undefined) throw problem;
}

/** Is it, or the whole list that it belongs to, declared by someone else in this run? */
function isElsewhere(isDeclared: IsDeclared, inputs: Inputs, projectId: string, { kind, id, path }: Entry): boolean {
  const texts = [id, ...(path === undefined ? [] : [path])];
  return texts.some((text) =>
    isDeclared({
      byId: claimOf.entry(projectId, kind, id),
      byText: claimOf.entry(String(inputs.project), kind, text),
    }),
  );
}

function foundIn(inputs: Inputs, names: Names, present: readonly Entry[], projectId: string) {
  const found = asFound(inputs, names, present, projectId);
  return { inputs: found, outputs: { ...outputsOf(present), __ids: namesIn(found, names, present) } };
}

/** A failure travels with the state in gRPC's trailer, which holds 64 kB: a long list goes without its paths, which can be looked up. */
function shortened(found: ReturnType<typeof foundIn>): ReturnType<typeof foundIn> {
  if (JSON.stringify(found).length <= LONGEST_FOUND) return found;
  const { inputs, outputs } = found;
  const idsIn = (kind: AddressKind) =>
    inputs[listOf[kind]] === undefined ? {} : { [listOf[kind]]: inOrder(idsOf(outputs, kind).map(Number)) };
  return { inputs: { ...inputs, ...idsIn("project"), ...idsIn("group") }, outputs: { ...outputs, __ids: {} } };
}

function outputsOf(present: readonly Entry[]): Omit<Outputs, "__ids"> {
  const ids = (kind: AddressKind) => present.filter((entry) => entry.kind === kind).map(({ id }) => id);
  const ascending = (a: string, b: string) => Number(a) - Number(b);
  return { projectIds: ids("project").sort(ascending), groupIds: ids("group").sort(ascending) };
}

function idsOf({ projectIds, groupIds }: Outputs, kind: AddressKind): readonly string[] {
  return kind === "project" ? projectIds : groupIds;
}

/** The kinds whose entries no preview has shown yet: nothing of them is removed, unless the program says so. */
function unseenKinds(managed: readonly AddressKind[], wanted: Inputs, before: Inputs | undefined): Set<AddressKind> {
  if (wanted.replaceExisting) return new Set();
  return new Set(managed.filter((kind) => before?.[listOf[kind]] === undefined));
}

function refuseForeign(
  projectId: string,
  present: readonly Entry[],
  wanted: readonly Entry[],
  unseen: ReadonlySet<AddressKind>,
): void {
  const keys = new Set(wanted.map(keyOf));
  const foreign = present.filter((entry) => unseen.has(entry.kind) && !keys.has(keyOf(entry)));
  if (foreign.length > 0) throw refusal("entries that nobody saw", foreignEntries(projectId, foreign));
}

function leftOver(edit: AllowlistEdit, wanted: readonly Entry[]): Entry[] {
  const known = new Set([...wanted, ...edit.failures.map(({ entry }) => entry)].map(keyOf));
  return edit.present.filter((entry) => !known.has(keyOf(entry)));
}
