import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Order, readInto } from "../../../cli/inventory/make";
import { type Inventory, inventoryIn } from "../../../cli/inventory/reading";
import type { InventoryRecord } from "../../../cli/inventory/record";
import { Connection } from "../../../provider/gitlab/connection";
import { REAL_TIME, type Time } from "../../../provider/http/pace";
import type { Simulator } from "../../../simulator";

export interface Asked extends Partial<Order> {
  readonly token: string;
  readonly time?: Time;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Made {
  readonly inventory: Inventory;
  readonly file: string;
  /** What was said meanwhile. */
  readonly said: readonly string[];
}

/** A file in a folder of its own. */
export function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), "inventory-")), "inventory.jsonl");
}

/** Makes an inventory of a simulated GitLab, in this process. */
export async function inventoryOf(simulator: Pick<Simulator, "clock" | "url">, asked: Asked): Promise<Made> {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: asked.token, ...asked.env };
  const surroundings = {
    env,
    time: asked.time ?? REAL_TIME,
    say,
    warn: say,
    announce: say,
    beforeOnce: async () => {},
  };
  const connection = new Connection({ get: () => undefined }, { ...surroundings, patienceMs: 7 * 86_400_000 });
  const file = asked.file ?? newFile();
  const order: Order = { groups: ["acme"], projects: [], with: [], maxAgeMs: undefined, ...asked, file };
  try {
    const progress = { begin: say, advance: () => {}, expect: () => {}, say, end: () => {} };
    await readInto(connection.gitlab, order, { progress, now: simulator.clock.now() });
    return { inventory: inventoryIn(file), file, said };
  } finally {
    await connection.close();
  }
}

/** Records without the times of the run, by which two runs differ. */
export function timeless(record: InventoryRecord): object {
  if (record.kind === "inventory") return { ...record, startedAt: "" };
  if (record.kind === "project") return { ...record, readAt: "" };
  return record.kind === "end" ? { ...record, endedAt: "", requests: 0 } : record;
}
