import { isDeepStrictEqual } from "node:util";
import { canonical } from "../../provider/domain/address";
import { type Gain, gainsOf, type SettledKind } from "../../provider/domain/gains";
import { SECRET, sameInstance, UNKNOWN } from "../../provider/domain/identity";
import { kindOf } from "../../provider/domain/kinds";
import type { Change, Operation, State } from "../preview/events";
import { type Instances, plainInputs } from "./declared";
import { Owners } from "./owners";

/** Whether a resource gives more than before. */
export type Giving = "less or the same" | "may be there already" | "more";

/** A runner, a variable or a thing of another package that this run touches. */
export interface Touched {
  readonly change: Change;
  readonly operation: Operation;
  readonly name: string;
  readonly what: string;
  /** What else of it can change: the report does not show it, and it gives nobody more. */
  readonly rest?: string;
  readonly giving: Giving;
  /** What GitLab has in its place, if GitLab was asked. */
  readonly found?: "equal" | "other settings" | "to be replaced";
  readonly settings: readonly Setting[];
}

/** A setting that this run changes. */
export interface Setting {
  readonly key: string;
  readonly before: string;
  readonly after: string;
  readonly isGain: boolean;
}

type Properties = State["inputs"];

/** The settings that a report shows when they change. The value of a variable is not among them. */
const TOLD: Readonly<Record<SettledKind, readonly string[]>> = {
  token: ["project", "group", "scopes", "accessLevel", "expirationDays", "rotateBeforeDays", "strategy", "overlapDays"],
  variable: ["project", "group", "key", "environmentScope", "protected", "masked", "hidden", "raw", "variableType"],
  runner: [
    "runnerType",
    "project",
    "group",
    "runUntagged",
    "tagList",
    "accessLevel",
    "locked",
    "paused",
    "maximumTimeout",
    "rotateBeforeDays",
  ],
};

/** A replacement that changes one of these is a new thing in another place. */
const PLACE = ["project", "group"] as const;
const NAMES = ["runnerType", "key"] as const;

export function runnersOf(changes: readonly Change[], instances: Instances): Touched[] {
  return touched(changes, "runner", instances).map((one) => ({
    ...one,
    what: runnerInWords(inputsOf(one.change)),
    rest: "its description, its note or its token",
  }));
}

/** The report says that the value of a variable changes, and nothing of the value. */
export function variablesOf(changes: readonly Change[], instances: Instances): Touched[] {
  return touched(changes, "variable", instances).map((one) => ({
    ...one,
    what: variableInWords(inputsOf(one.change)),
    rest: "its value or its description",
  }));
}

/** Resources of other packages. Providers are left out, because they give no access themselves. */
export function othersOf(changes: readonly Change[]): Touched[] {
  return changes
    .filter(({ type, operation }) => kindOf(type) === undefined && !type.startsWith("pulumi:") && operation !== "same")
    .map((change) => {
      const { name, operation, type } = change;
      return { change, name, operation, what: type, giving: "less or the same", settings: [] };
    });
}

/** A change, and what says for which GitLab it is. */
interface Judging {
  readonly change: Change;
  readonly instances: Instances;
}

/** Whether a token, a variable or a runner gives more than `before`, and by which settings. */
export function givingOf(
  kind: SettledKind,
  { change, instances }: Judging,
  before: State | undefined,
): { giving: Giving; gains: Gain[] } {
  const { after, operation } = change;
  if (after === undefined || (operation === "same" && before === change.before))
    return { giving: "less or the same", gains: [] };
  if (before === undefined) return { giving: kind === "variable" ? "may be there already" : "more", gains: [] };
  const gains = gainsOf(kind, plainInputs(before), plainInputs(after));
  return { giving: gains.length > 0 || isElsewhere(change, instances) ? "more" : "less or the same", gains };
}

/** The settings that this run changes. */
export function settingsOf(
  kind: SettledKind,
  { before, after }: Pick<Change, "after" | "before">,
  gains: readonly Gain[],
): Setting[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [flat(before.inputs), flat(after.inputs)];
  return TOLD[kind]
    .filter((key) => !isDeepStrictEqual(was[key], is[key]) || gains.some(({ setting }) => setting === key))
    .map((key) => ({
      key,
      before: inWords(was[key]),
      after: inWords(is[key]),
      isGain: gains.some(({ setting }) => setting === key),
    }));
}

export function inWords(value: unknown): string {
  if (value === undefined) return "not set";
  if (value === UNKNOWN) return "not known yet";
  if (value === SECRET) return "secret";
  return Array.isArray(value) ? value.map(inWords).join(", ") : String(value);
}

function touched(changes: readonly Change[], kind: SettledKind, instances: Instances): Touched[] {
  const all = changes.filter(({ type }) => kindOf(type) === kind);
  const owners = new Owners(kind === "variable" ? all : [], instances);
  return all.flatMap((change) => {
    const { after, before, name, operation } = change;
    if ((after ?? before) === undefined) return [];
    const others = after === undefined ? { certain: [], possible: [] } : owners.beside(change);
    if (operation === "same" && others.certain.length === 0) return [];
    const known = [before, ...others.certain].filter((one) => one !== undefined);
    // Where no declaration of it is known for certain, nothing may be there.
    const predecessors = [...(known.length === 0 ? [undefined] : known), ...others.possible];
    const { giving, gains, predecessor } = worstOf(kind, { change, instances }, predecessors);
    if (operation === "same" && gains.length === 0) return [];
    const settings = settingsOf(kind, { before: predecessor, after }, gains);
    return [{ change, name, operation, what: "", giving, settings }];
  });
}

const GIVINGS: readonly Giving[] = ["less or the same", "may be there already", "more"];

/** Compares with each state that the thing may be in before the run, and takes the one that leaves the most to gain. */
function worstOf(kind: SettledKind, judging: Judging, predecessors: readonly (State | undefined)[]) {
  const compared = predecessors.map((predecessor) => ({ predecessor, ...givingOf(kind, judging, predecessor) }));
  const [first] = compared.toSorted(
    (a, b) => GIVINGS.indexOf(b.giving) - GIVINGS.indexOf(a.giving) || b.gains.length - a.gains.length,
  );
  return first ?? { predecessor: undefined, ...givingOf(kind, judging, undefined) };
}

/** Returns whether the resource is a new thing in another place, or may be one because its address is hidden. */
function isElsewhere(change: Change, instances: Instances): boolean {
  const { operation, before, after } = change;
  if (before === undefined || after === undefined) return false;
  const [was, is] = [plainInputs(before), plainInputs(after)];
  const places = PLACE.map((input) => [placeIn(was[input]), placeIn(is[input])] as const);
  const names = NAMES.map((input) => [was[input], is[input]] as const);
  if ([...places, ...names].some(([, now]) => typeof now === "symbol")) return true;
  const isMoved = [...places, ...names].some(([then, now]) => then !== now);
  const isOneGitLab = sameInstance(instances.of(change, "before"), instances.of(change, "after")) === true;
  return operation === "replace" && (isMoved || !isOneGitLab || before.retainOnDelete);
}

/** A path has no case, and slashes at its ends don't count. */
function placeIn(address: unknown): unknown {
  return typeof address === "string" || typeof address === "number" ? canonical(address) : address;
}

function inputsOf({ after, before }: Change): Properties {
  const state = after ?? before;
  return state === undefined ? {} : plainInputs(state);
}

/** The inputs with the parts of `rotationConfiguration` beside the other settings. */
function flat(inputs: Properties): Properties {
  const plain = plainInputs({ inputs, outputs: {}, retainOnDelete: false });
  const { rotationConfiguration: rotation } = plain;
  const isSpread = typeof rotation === "object" && rotation !== null;
  return {
    ...plain,
    ...(isSpread ? rotation : { expirationDays: rotation, rotateBeforeDays: plain.rotateBeforeDays ?? rotation }),
  };
}

function runnerInWords(inputs: Properties): string {
  const owner = inputs.project ?? inputs.group;
  const tags =
    Array.isArray(inputs.tagList) && inputs.tagList.length > 0 ? `tags ${inWords(inputs.tagList)}` : "no tags";
  const reach = inputs.runUntagged === false ? "tagged jobs only" : "untagged jobs too";
  const refs = inputs.accessLevel === "ref_protected" ? "protected branches and tags only" : "any branch";
  return [owner === undefined ? "the whole instance" : inWords(owner), tags, reach, refs].join(", ");
}

function variableInWords(inputs: Properties): string {
  const { key, project, group, environmentScope = "*" } = inputs;
  const scope = environmentScope === "*" ? "" : `, environment ${inWords(environmentScope)}`;
  const place = group === undefined ? inWords(project) : `group ${inWords(group)}`;
  return `${inWords(key)} of ${place}${scope}`;
}
