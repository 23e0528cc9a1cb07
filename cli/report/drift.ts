import { isDeepStrictEqual } from "node:util";
import type { Change } from "../preview/events";
import { accessOf } from "./access";
import { accessTypeOf, type Instances } from "./declared";
import type { Access } from "./model";

/** What somebody changed behind Pulumi's back: only a preview with `--refresh` looks. */
export interface Drift {
  readonly access: Access;
  readonly others: readonly Drifted[];
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
  return { access: accessOf(seen, instances), others: changes.filter(isNoAccess).flatMap(drifted) };
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
