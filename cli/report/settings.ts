import { isDeepStrictEqual } from "node:util";
import { hasUnknown } from "../../provider/engine/unknowns";
import type { Change, Operation } from "../preview/events";

/** A runner, a variable or a thing of another package that this run touches. */
export interface Touched {
  readonly name: string;
  readonly operation: Operation;
  readonly what: string;
  readonly settings: readonly Setting[];
}

interface Setting {
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

/** Of a runner, what decides which jobs come to it. */
const runnerKeys = ["runUntagged", "tagList", "accessLevel", "locked", "paused", "maximumTimeout", "rotateBeforeDays"];
/** Of a variable, never the value. */
const variableKeys = ["environmentScope", "protected", "masked", "hidden", "raw", "variableType"];

export function runnersOf(changes: readonly Change[]): Touched[] {
  return touched(changes, "UserRunner", runnerKeys, ({ inputs }) => {
    const owner = inputs.project ?? inputs.group;
    const tags =
      Array.isArray(inputs.tagList) && inputs.tagList.length > 0 ? `tags ${inputs.tagList.join(", ")}` : "no tags";
    const reach = inputs.runUntagged === false ? "tagged jobs only" : "untagged jobs too";
    const refs = inputs.accessLevel === "ref_protected" ? "protected branches and tags only" : "any branch";
    return [owner === undefined ? "the whole instance" : inWords(owner), tags, reach, refs].join(", ");
  });
}

/** The value of a variable follows its token; only that it changes is said, nothing of it. */
export function variablesOf(changes: readonly Change[]): Touched[] {
  return touched(changes, "ProjectVariable", variableKeys, ({ inputs }) => {
    const scope = inputs.environmentScope === "*" ? "" : `, environment ${inWords(inputs.environmentScope)}`;
    return `${inWords(inputs.key)} of ${inWords(inputs.project)}${scope}`;
  });
}

export function othersOf(changes: readonly Change[]): Touched[] {
  return changes
    .filter(({ type, operation }) => !isOurs(type) && !type.startsWith("pulumi:") && operation !== "same")
    .map(({ name, operation, type }) => ({ name, operation, what: type, settings: [] }));
}

function isOurs(type: string): boolean {
  return type.startsWith("pulumi-nodejs:dynamic/gitlab:");
}

function touched(
  changes: readonly Change[],
  type: string,
  keys: readonly string[],
  describe: (state: NonNullable<Change["after"]>) => string,
): Touched[] {
  return changes
    .filter((change) => change.type.endsWith(`/gitlab:${type}`) && change.operation !== "same")
    .flatMap((change) => {
      const state = change.after ?? change.before;
      if (state === undefined) return [];
      const { name, operation } = change;
      return [{ name, operation, what: describe(state), settings: settingsOf(change, keys) }];
    });
}

function settingsOf({ before, after }: Change, keys: readonly string[]): Setting[] {
  if (before === undefined || after === undefined) return [];
  return keys
    .filter((key) => !isDeepStrictEqual(before.inputs[key], after.inputs[key]))
    .map((key) => ({ key, before: inWords(before.inputs[key]), after: inWords(after.inputs[key]) }));
}

function inWords(value: unknown): string {
  if (value === undefined) return "not set";
  if (hasUnknown(value)) return "not known yet";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
