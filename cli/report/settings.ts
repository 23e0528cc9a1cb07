import { isDeepStrictEqual } from "node:util";
import { canonical } from "../../provider/domain/address";
import { type Gain, gainsOf, type SettledKind } from "../../provider/domain/gains";
import { SECRET, UNKNOWN } from "../../provider/domain/identity";
import { kindOf } from "../../provider/domain/kinds";
import type { Change, Operation, State } from "../preview/events";
import { type Instances, plainInputs } from "./declared";

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

/** Whether a token, a variable or a runner gives more than `before`, and by which settings. */
export function givingOf(
  kind: SettledKind,
  change: Change,
  before: State | undefined,
): { giving: Giving; gains: Gain[] } {
  const { after, operation } = change;
  if (after === undefined || (operation === "same" && before === change.before))
    return { giving: "less or the same", gains: [] };
  if (before === undefined) return { giving: kind === "variable" ? "may be there already" : "more", gains: [] };
  const gains = gainsOf(kind, plainInputs(before), plainInputs(after));
  return { giving: gains.length > 0 || isElsewhere(change) ? "more" : "less or the same", gains };
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
    const others = after === undefined ? [] : owners.beside(change);
    if (operation === "same" && others.length === 0) return [];
    const predecessors = [before, ...others].filter((one) => one !== undefined);
    const { giving, gains, predecessor } = worstOf(kind, change, predecessors);
    if (operation === "same" && gains.length === 0) return [];
    const settings = settingsOf(kind, { before: predecessor, after }, gains);
    return [{ change, name, operation, what: "", giving, settings }];
  });
}

/** Compares with each state that the thing may be in before the run, and takes the one that leaves the most to gain. */
function worstOf(kind: SettledKind, change: Change, predecessors: readonly State[]) {
  const compared = predecessors.map((predecessor) => ({ predecessor, ...givingOf(kind, change, predecessor) }));
  const [first] = compared.toSorted((a, b) => b.gains.length - a.gains.length);
  return first ?? { predecessor: undefined, ...givingOf(kind, change, undefined) };
}

/**
 * Which states speak of one variable: it is found by its key, so a new resource name is no new variable, and two declarations can speak of one,
 * as states of older programs can hold it. A token or a runner is always a thing of its own.
 */
class Owners {
  readonly #owners = new Map<string, Change[]>();
  readonly #instances: Instances;

  constructor(changes: readonly Change[], instances: Instances) {
    this.#instances = instances;
    for (const change of changes) {
      const identity = this.#identityOf(change, "before");
      if (identity !== undefined) this.#owners.set(identity, [...(this.#owners.get(identity) ?? []), change]);
    }
  }

  /** The states of the others that speak of the same variable. A declaration that no step touches is set again only where another one is touched. */
  beside(change: Change): State[] {
    const identity = this.#identityOf(change, "after");
    const others = (identity === undefined ? undefined : this.#owners.get(identity)) ?? [];
    const counted = change.operation === "same" ? others.filter(({ operation }) => operation !== "same") : others;
    return counted.flatMap(({ urn, before }) => (urn === change.urn || before === undefined ? [] : [before]));
  }

  /** GitLab compares paths without case, and the keys and environments of variables with it. Undefined where a part of it is hidden. */
  #identityOf(change: Change, side: "after" | "before"): string | undefined {
    const state = change[side];
    if (state === undefined) return undefined;
    const { project, group, key, environmentScope = "*" } = plainInputs(state);
    const parts = [placeIn(group ?? project), key, environmentScope];
    if (parts.some((part) => typeof part === "symbol")) return undefined;
    return JSON.stringify([this.#instances.of(change, side).key, change.type, ...parts]);
  }
}

/** Returns whether the resource is a new thing in another place, or may be one because its address is hidden. */
function isElsewhere({ operation, before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, is] = [plainInputs(before), plainInputs(after)];
  const places = PLACE.map((input) => [placeIn(was[input]), placeIn(is[input])] as const);
  const names = NAMES.map((input) => [was[input], is[input]] as const);
  if ([...places, ...names].some(([, now]) => typeof now === "symbol")) return true;
  const isMoved = [...places, ...names].some(([then, now]) => then !== now);
  return operation === "replace" && (isMoved || before.retainOnDelete);
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
