import type { Policies } from "@pulumi/policy";
import type { Inventory } from "../inventory/reading";
import { checkCode, type StateResource } from "./checks/code";
import { checkEntries } from "./checks/entries";
import { Estate } from "./checks/estate";
import { checkMachines } from "./checks/machines";
import { type Finding, inOrder } from "./finding";
import { judgedBy, type PolicyConfig } from "./rules";
import { subjectsOf } from "./subjects";

/** What an inventory is judged by. */
export interface Standard {
  readonly rules: Policies;
  readonly config: PolicyConfig;
  readonly now: Date;
  /** The state of the stack that manages the estate; undefined if nobody compares with code. */
  readonly state?: readonly StateResource[] | undefined;
}

/** All findings, in the order in which somebody should read them. */
export async function auditOf(inventory: Inventory, { rules, config, now, state }: Standard): Promise<Finding[]> {
  const estate = new Estate(inventory, now);
  return inOrder([
    ...(await judgedBy(rules, subjectsOf(inventory), config)),
    ...checkEntries(estate),
    ...checkMachines(estate),
    ...(state === undefined ? [] : checkCode(estate, state)),
  ]);
}
