import { resolve } from "node:path";
import { clockOf } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { makeInventory } from "./make";
import { caveatsOf, type Inventory, inventoryIn } from "./reading";

/** What a command works on: an inventory that is there, or groups and projects that are read now. */
export interface Given {
  readonly inventory: string | undefined;
  readonly groups: readonly string[];
  readonly projects: readonly string[];
}

const FILE = "inventory.jsonl";

/** Reads the inventory that is named, or makes one first, and says what is missing in it. */
export async function inventoryGiven({ inventory, groups, projects }: Given, env: Environment): Promise<Inventory> {
  const file = inventory ?? FILE;
  if (inventory === undefined)
    await makeInventory(
      { groups, projects, with: [], file: resolve(file), maxAgeMs: undefined },
      env,
      clockOf(env).now,
    );
  const found = inventoryIn(file);
  for (const caveat of caveatsOf(found, file)) console.error(`! ${caveat}`);
  return found;
}
