import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Inventory, inventoryIn } from "../../../cli/inventory/reading";
import type { InventoryRecord } from "../../../cli/inventory/record";
import { inventoryText } from "../inventory/records";

/** An inventory as the commands read it: from a file. */
export function inventoryOf(records: readonly InventoryRecord[]): Inventory {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-inventory-"));
  try {
    const file = join(folder, "inventory.jsonl");
    writeFileSync(file, inventoryText(...records));
    return inventoryIn(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
