import type { Grant } from "../../graph/edges";
import type { Limits } from "../../graph/forward";
import type { AccessGraph } from "../../graph/graph";
import { waysOf } from "../../graph/ways";
import type { Box } from "./box";

export interface Column {
  /** Before the middle are negative hops. */
  readonly hop: number;
  readonly boxes: readonly Box[];
  readonly projects: number;
}

export interface Asked {
  readonly graph: AccessGraph;
  /** The index of the project in the middle. */
  readonly focus: number;
  readonly limits: Limits;
  /** The keys of folds that show what they hold. */
  readonly unfolded: ReadonlySet<string>;
}

/** Does an entry count, and does a hop go on through it? The last hop into, and the first out of the middle, may be of any way. */
export function counts(grant: Grant, { only, through }: Limits, isOnward: boolean): boolean {
  return only?.(grant) !== false && (!isOnward || (grant.onward & waysOf(through)) !== 0);
}
