import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { startBrowser, whyNoBrowser } from "../../support/browser/browser";
import { faintTexts } from "../../support/browser/contrast";
import { type OpenPage, openMap, textsOf } from "../../support/browser/page";
import { endRecord, headerRecord, projectRecord } from "../../support/inventory/records";
import { HOSTILE_NAMES, hostileEstate } from "../../support/map/hostile";
import { smallEstate } from "../../support/map/small-estate";

const why = whyNoBrowser();
// Elsewhere the run counts these as skipped, and says so in its last line.
const inBrowser = why === undefined ? describe : describe.skip;

let browser: Browser;
let open: OpenPage | undefined;

inBrowser(`the page of a map${why === undefined ? "" : `, not tried: ${why}`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(() => {
    for (const stream of ["error", "log"] as const) jest.spyOn(console, stream).mockImplementation(() => undefined);
  });
  afterEach(async () => {
    if (open === undefined) return;
    const { requests, complaints, close } = open;
    await close();
    open = undefined;
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  });

  async function opened(...[records, look]: [Parameters<typeof openMap>[1], Parameters<typeof openMap>[2]?]) {
    open = await openMap(browser, records, look);
    return open.page;
  }

  it("shows who opens whom, and the entries of a cell", async () => {
    const page = await opened(smallEstate);

    expect(await textsOf(page, ".card")).toEqual(
      expect.arrayContaining(["5\nprojects", "1\nopen to every job token", "5\nentries"]),
    );
    expect(await textsOf(page, ".matrix tbody th")).toEqual([
      "platform",
      "legacy",
      "website",
      "hidden from the reader",
    ]);
    await page
      .getByRole("button", { name: /^website → platform: 1 entry into 1 project \(read, trigger, write, push\)/ })
      .click();
    expect(await textsOf(page, ".details")).toEqual([
      expect.stringMatching(
        /acme\/website\s+→\s+acme\/platform\/deploy[\s\S]*entry: project acme\/website, admin_releases, admin_repositories/,
      ),
    ]);
    expect(await page.locator(".details a").getAttribute("href")).toBe(
      "https://gitlab.acme.example/acme/platform/deploy/-/settings/ci_cd#js-token-access",
    );
  });

  it("finds a project by its name, shows what is around it, and proves it", async () => {
    const page = await opened(smallEstate);

    await page.keyboard.press("/");
    await page.keyboard.type("vau");
    expect(await textsOf(page, "[role=option]")).toEqual(["acme/vault"]);
    await page.keyboard.press("Enter");
    expect(await textsOf(page, ".canvas h3")).toEqual(["gets here, 2 hops 3", "gets here, 1 hop 2", "this project"]);
    expect((await textsOf(page, ".box")).map((text) => text.replaceAll("\n", " "))).toEqual(
      expect.arrayContaining([
        "vault",
        "platform 1",
        "platform/ images archived",
        "website",
        "legacy open",
        "project 77",
      ]),
    );
    await page.getByRole("button", { name: "acme/website, gets here, 2 hops" }).click();
    expect((await textsOf(page, ".proof > li")).map((text) => text.replace(/\s+/g, " "))).toEqual([
      expect.stringMatching(
        /^acme\/website → acme\/platform\/deploy read as Guest trigger as Developer write as Developer push as Developer entry: project acme\/website/,
      ),
      expect.stringMatching(
        /^acme\/platform → acme\/vault read as Guest .* entry: group acme\/platform, default permissions/,
      ),
    ]);
  });

  it("filters entries, keeps the filters in its address, and goes back", async () => {
    const page = await opened(smallEstate);

    await page.getByLabel("entries not used for 90 days").check();
    expect(await textsOf(page, ".matrix tbody th")).toEqual(["platform", "legacy", "hidden from the reader"]);
    expect(page.url()).toMatch(/#overview\?unused=1$/);
    await page.getByLabel("Permission").selectOption("none");
    expect(await textsOf(page, ".cell")).toEqual(["1"]);
    await page.goBack();
    await page.goBack();
    await page.getByRole("row", { name: "website" }).waitFor();
    expect(page.url()).toMatch(/html$/);
  });

  it("ranks the projects, sorts by any column, and saves them as CSV", async () => {
    const page = await opened(smallEstate);

    await page.keyboard.press("3");
    expect(await textsOf(page, ".ranks tbody tr:first-child th")).toEqual(["acme/platform/deploy"]);
    await page.getByRole("button", { name: "May change" }).click();
    expect(await page.locator("[aria-sort=descending]").textContent()).toMatch(/^May change/);
    expect(await textsOf(page, ".ranks tbody th")).toEqual([
      "acme/legacy",
      "acme/website",
      "acme/platform/deploy",
      "acme/platform/images",
      "acme/vault",
    ]);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const lines = readFileSync(await (await saved).path(), "utf8").split("\r\n");
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^"Project","Let in"/),
      expect.stringMatching(/^"acme\/legacy",0,0,1,2,/),
    ]);
  });

  it("is used by keys alone", async () => {
    const page = await opened(smallEstate);
    const focused = () =>
      page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");

    await page.locator(".cell").first().focus();
    await page.keyboard.press("ArrowDown");
    const second = await focused();
    await page.keyboard.press("Enter");
    expect(await page.locator(".details h2").isVisible()).toBe(true);
    expect(await focused()).toBe("Details");
    await page.keyboard.press("Escape");
    expect(await page.locator(".details").isVisible()).toBe(false);
    expect(await focused()).toBe(second);
    expect(second).toMatch(/→/);
    await page.keyboard.press("/");
    await page.keyboard.type("acme vault");
    await page.keyboard.press("Enter");
    await page.locator(".box.middle").focus();
    await page.keyboard.press("ArrowLeft");
    expect(await focused()).toMatch(/gets here, 1 hop$|gets here, 1 hop, /);
    await page.keyboard.press("?");
    expect(await page.getByRole("dialog").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").isVisible()).toBe(false);
  });

  it.each(["light", "dark"] as const)("can be read in %s", async (colorScheme) => {
    const page = await opened(smallEstate, { colorScheme });

    await page.locator(".cell").first().click();
    expect(await faintTexts(page)).toEqual([]);
    await page.keyboard.press("/");
    await page.keyboard.type("acme/vault");
    expect(await faintTexts(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.locator(".box.group").click();
    await page.mouse.move(0, 0);
    await page.locator("main").focus();
    expect(await faintTexts(page)).toEqual([]);
    await page.keyboard.press("3");
    expect(await faintTexts(page)).toEqual([]);
    await page.keyboard.press("?");
    expect(await faintTexts(page)).toEqual([]);
  });

  it("prints what is seen, without what only a screen needs", async () => {
    const page = await opened(smallEstate);
    await page.emulateMedia({ media: "print" });

    expect(await page.locator(".matrix").isVisible()).toBe(true);
    for (const part of [".rail", ".search", ".tabs", ".tools"])
      expect(await page.locator(part).isVisible()).toBe(false);
  });

  it("may send no request, run no other script, and read no text as markup", async () => {
    const { page, complaints, close } = await openMap(browser, smallEstate);
    const refused = (what: string) =>
      page.evaluate(`(async () => { try { await ${what}; return "allowed"; } catch { return "refused"; } })()`);

    expect(await refused('fetch("https://gitlab.acme.example/")')).toBe("refused");
    expect(await refused('(document.body.innerHTML = "<b>x</b>")')).toBe("refused");
    expect(await refused('(document.createElement("script").textContent = "globalThis.hacked = 1")')).toBe("refused");
    await page.evaluate(
      'document.body.append(Object.assign(document.createElement("img"), { src: "https://gitlab.acme.example/x.png" }))',
    );
    expect(complaints.length).toBeGreaterThan(2);
    expect(complaints.filter((text) => !/Content Security Policy|TrustedHTML|TrustedScript/.test(text))).toEqual([]);
    await close();
  });

  it.each([
    ["nothing", [], "0\nprojects", "There is no project in the inventory."],
    ["one project", [projectRecord({ id: 1, path: "acme/a" })], "1\nproject", "Search for one with /"],
  ])("says of an estate of %s what it is", async (_, records, count, hint) => {
    const page = await opened([headerRecord(), ...records, endRecord()]);

    expect((await textsOf(page, ".cards li"))[0]).toBe(count);
    expect(await textsOf(page, ".empty")).toEqual(["No allowlist has an entry."]);
    await page.evaluate('location.hash = "project"');
    await page.waitForSelector("main .view.project");
    expect((await textsOf(page, "main .view.project"))[0]).toContain(hint);
  });

  it("keeps hostile names as text, in every view", async () => {
    const page = await opened(hostileEstate());
    const views = ["overview", "ranking", ...HOSTILE_NAMES.map((_, index) => `project?project=${index}`)];
    for (const view of views) {
      await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
      await page.waitForSelector(`main .${view.split("?")[0]}, main .view.${view.split("?")[0]}`);
      await page.evaluate("for (const each of document.querySelectorAll('.cell, .box')) each.click()");
    }
    expect(await page.evaluate("globalThis.hacked")).toBeUndefined();
    expect(
      await page
        .locator("body :is(img, i:not(.path), u, s, script:not([type]):not(:last-of-type), iframe, object)")
        .count(),
    ).toBe(0);
    expect(await page.evaluate("document.body.innerText")).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/);
  });

  it("keeps a formula from a name out of a spreadsheet", async () => {
    const page = await opened(hostileEstate());
    await page.keyboard.press("3");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const [, ...lines] = readFileSync(await (await saved).path(), "utf8")
      .trimEnd()
      .split(/\r\n(?=")/);
    expect(lines).toHaveLength(HOSTILE_NAMES.length);
    expect(lines.filter((line) => !/^"[^=+\-@\t\r]/.test(line))).toEqual([]);
  });
});
