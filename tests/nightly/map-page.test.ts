import type { Browser, Page } from "playwright-core";
import { startSimulator } from "../../simulator";
import { startBrowser, whyNoBrowser } from "../support/browser/browser";
import { type OpenPage, openMap } from "../support/browser/page";
import { inventoryOf } from "../support/inventory/reading";

/** With about 19,000 entries. */
const ESTATE = { projects: 2_000, seed: 7 };
const TRIES = 25;

const why = whyNoBrowser();
// Elsewhere the run counts these as skipped, and says so in its last line.
const inBrowser = why === undefined ? describe : describe.skip;

inBrowser(`the page of a company with 2,000 projects${why === undefined ? "" : `, not tried: ${why}`}`, () => {
  let browser: Browser;
  let open: OpenPage;

  beforeAll(async () => {
    browser = await startBrowser();
    const simulator = await startSimulator({ enforceJobTokenScope: false, log: () => {} });
    const { tokens } = simulator.estate(ESTATE);
    const { file } = await inventoryOf(simulator, { token: tokens.owner });
    await simulator.close();
    open = await openMap(browser, file);
  });
  afterAll(async () => {
    await open?.close();
    await browser?.close();
  });

  it("is used as that of a small estate, and asks for nothing", async () => {
    const { page, requests, complaints } = open;
    const first = await timeOfFirstPicture(page);
    const searches = await timesOf(page, (index) => `search(${JSON.stringify(`core ${index}`)})`);
    const neighbourhoods = await timesOf(page, (index) => `look(${index * 71})`);
    const boxes = await page.locator(".box").count();
    await page.keyboard.press("Escape");
    const ranking = await timesOf(page, () => 'go("#ranking"), go("#overview")', 3);
    // For people: a timed assertion would fail on a busy machine.
    console.info(
      [
        `first picture: ${first} ms`,
        `search: ${inWords(searches)}`,
        `neighbourhood over 2 hops: ${inWords(neighbourhoods)}`,
        `ranking and overview: ${inWords(ranking)}`,
      ].join("\n"),
    );
    expect(boxes).toBeGreaterThan(1);
    expect(boxes).toBeLessThanOrEqual(300);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

function timeOfFirstPicture(page: Page): Promise<number> {
  return page.evaluate("Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
}

/** Milliseconds until what was done is laid out. */
async function timesOf(page: Page, doing: (index: number) => string, tries = TRIES): Promise<number[]> {
  await page.evaluate(`
    globalThis.search = (text) => {
      const field = document.querySelector("#search");
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event("input"));
    };
    globalThis.go = (address) => { location.hash = address; dispatchEvent(new Event("hashchange")); };
    globalThis.look = (index) => go("#project?project=" + index);
  `);
  const times: number[] = [];
  for (let index = 0; index < tries; index += 1)
    times.push(
      await page.evaluate(
        `(() => { const start = performance.now(); ${doing(index)}; document.body.offsetHeight; return performance.now() - start; })()`,
      ),
    );
  return times;
}

function inWords(times: readonly number[]): string {
  const inOrder = times.toSorted((a, b) => a - b);
  const at = (share: number) => (inOrder[Math.floor(share * (inOrder.length - 1))] ?? 0).toFixed(0);
  return `${at(0.5)} ms in the middle, ${at(0.95)} ms at the 95th of 100, ${at(1)} ms at most`;
}
