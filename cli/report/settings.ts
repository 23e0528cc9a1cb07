import { isDeepStrictEqual } from "node:util";
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
  token: ["scopes", "accessLevel", "expirationDays", "rotateBeforeDays", "strategy", "overlapDays"],
  variable: ["environmentScope", "protected", "masked", "hidden", "raw", "variableType"],
  runner: ["runUntagged", "tagList", "accessLevel", "locked", "paused", "maximumTimeout", "rotateBeforeDays"],
};

/** A replacement that changes one of these is a new thing in another place. */
const PLACE = ["project", "group", "runnerType", "key"] as const;

export function runnersOf(changes: readonly Change[], instances: Instances): Touched[] {
  return touched(changes, "runner", instances).map((one) => ({ ...one, what: runnerInWords(inputsOf(one.change)) }));
}

/** The report says that the value of a variable changes, and nothing of the value. */
export function variablesOf(changes: readonly Change[], instances: Instances): Touched[] {
  return touched(changes, "variable", instances).map((one) => ({
    ...one,
    what: variableInWords(inputsOf(one.change)),
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
  if (after === undefined || operation === "same") return { giving: "less or the same", gains: [] };
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
  const found = changes.filter(({ type, operation }) => kindOf(type) === kind && operation !== "same");
  const left = new Map(
    changes.flatMap((change) =>
      change.before === undefined || kindOf(change.type) !== kind
        ? []
        : [[identityOf(change, change.before, instances.of(change, "before").key), change.before]],
    ),
  );
  return found.flatMap((change) => {
    const { after, before, name, operation } = change;
    if ((after ?? before) === undefined) return [];
    // A variable is found by its key, so a new resource name is no new variable. A token or a runner is always a new one.
    const moved =
      kind === "variable" && after !== undefined
        ? left.get(identityOf(change, after, instances.of(change, "after").key))
        : undefined;
    const predecessor = before ?? moved;
    const { giving, gains } = givingOf(kind, change, predecessor);
    return [
      { change, name, operation, what: "", giving, settings: settingsOf(kind, { before: predecessor, after }, gains) },
    ];
  });
}

/** Returns whether the resource is a new thing in another place, or may be one because its address is hidden. */
function isElsewhere({ operation, before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, is] = [plainInputs(before), plainInputs(after)];
  if (PLACE.some((input) => typeof is[input] === "symbol")) return true;
  const isMoved = PLACE.some((input) => inWords(was[input]).toLowerCase() !== inWords(is[input]).toLowerCase());
  return operation === "replace" && (isMoved || before.retainOnDelete);
}

function identityOf({ type }: Change, { inputs }: State, instance: string): string {
  const { project, group, key, environmentScope = "*" } = inputs;
  return JSON.stringify(
    [instance, type, project ?? group, key, environmentScope].map((part) => inWords(part).toLowerCase()),
  );
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
