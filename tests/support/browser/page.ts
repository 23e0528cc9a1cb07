import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { InventoryRecord } from "../../../cli/inventory/record";
import { main } from "../../../cli/main";
import { inventoryText } from "../inventory/records";

/** The page of an inventory in a browser, and what it did that it should not. */
export interface OpenPage {
  readonly page: Page;
  /** Every address that it asked for beside its own file. */
  readonly requests: readonly string[];
  /** Errors, and what its Content-Security-Policy refused. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** Makes the page by the command and opens its file. An inventory is given by its records, or as a file. */
export async function openMap(
  browser: Browser,
  given: readonly InventoryRecord[] | string,
  look: BrowserContextOptions = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-page-"));
  const file = join(folder, "map.html");
  const inventory = typeof given === "string" ? given : join(folder, "inventory.jsonl");
  if (typeof given !== "string") writeFileSync(inventory, inventoryText(...given));
  const code = await main(["map", "--inventory", inventory, "--html", file], {});
  if (code !== 0) throw new Error(`map ended with ${code}.`);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...look });
  const page = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => request.url() === `file://${file}` || requests.push(request.url()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`file://${file}`);
  await page.waitForSelector("main section");
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  };
  return { page, requests, complaints, close };
}

export function textsOf(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).allInnerTexts();
}
