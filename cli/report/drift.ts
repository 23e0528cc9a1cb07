import { isDeepStrictEqual } from "node:util";
import { partsOf } from "../../provider/domain/access/declared";
import { instanceBehind } from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { accessOf } from "./access";
import { accessTypeOf, declaredIn, type Instances } from "./declared";
import type { Access } from "./model";

/** What somebody changed behind Pulumi's back: only a preview with `--refresh` looks. */
export interface Drift {
  readonly access: Access;
  readonly moved: readonly Moved[];
  readonly others: readonly Drifted[];
}

/** A project or group that a refresh has found at another path than the state knew, as the program calls it. */
interface Moved {
  readonly called: string;
  readonly path: string;
}

interface Drifted {
  readonly name: string;
  readonly type: string;
  /** What differs, by name; undefined where the whole thing is gone. */
  readonly keys: readonly string[] | undefined;
}

export function driftOf(changes: readonly Change[], instances: Instances): Drift {
  const seen = changes.map((change): Change => {
    const { expected, before } = change;
    const operation = expected === undefined ? "same" : "update";
    return { ...change, operation, before: expected ?? before, after: before };
  });
  return {
    access: accessOf(seen, instances),
    moved: movedIn(changes),
    others: changes.filter(isNoAccess).flatMap(drifted),
  };
}

function movedIn(changes: readonly Change[]): Moved[] {
  const moved = changes.flatMap((change) => {
    const known = new Map(mentionsIn(change, change.expected).map(({ called, realPath }) => [called, realPath]));
    return mentionsIn(change, change.expected && change.before).flatMap(({ called, realPath }) =>
      known.get(called) === realPath ? [] : [[called, realPath ?? called] as const],
    );
  });
  return [...new Map(moved)].map(([called, path]) => ({ called, path }));
}

/** The projects and groups that a state names. */
function mentionsIn(change: Change, state: State | undefined) {
  return declaredIn(change, state, instanceBehind("")).flatMap((one) => {
    const { of, singles, lists } = partsOf(one);
    return [of.project, ...[...singles, ...lists.flatMap(({ entries }) => entries)].map(({ target }) => target)];
  });
}

export function isDrifted(changes: readonly Change[]): boolean {
  return changes.some(({ expected }) => expected !== undefined);
}

function isNoAccess(change: Change): boolean {
  return accessTypeOf(change) === undefined;
}

function drifted({ name, type, expected, before }: Change): Drifted[] {
  if (expected === undefined) return [];
  const { outputs: found } = before ?? { outputs: undefined };
  const keys = Object.keys({ ...expected.outputs, ...found }).filter(
    (key) => !key.startsWith("__") && !isDeepStrictEqual(expected.outputs[key], found?.[key]),
  );
  return [{ name, type: type.slice(type.lastIndexOf(":") + 1), keys: found === undefined ? undefined : keys }];
}
