import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../cli/main";
import { inventoryText } from "../../support/inventory/records";
import { HOSTILE_NAMES, hostileEstate } from "../../support/map/hostile";

describe("the file of a page", () => {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-file-"));
  const [inventory, file] = [join(folder, "inventory.jsonl"), join(folder, "map.html")];
  writeFileSync(inventory, inventoryText(...hostileEstate()));
  beforeEach(() => {
    for (const stream of ["error", "log"] as const) jest.spyOn(console, stream).mockImplementation(() => undefined);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("may be read by its owner alone, also where a file was there", async () => {
    writeFileSync(file, "", { mode: 0o644 });
    expect(await main(["map", "--inventory", inventory, "--html", file], {})).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("names no other file, and runs the one script and the one style of its rules", () => {
    const html = readFileSync(file, "utf8");
    const contents = (tag: string) =>
      [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(([, text = ""]) => text);
    for (const tag of ["script", "style"]) {
      const [content = "", ...others] = contents(tag);
      expect(others).toEqual([]);
      expect(html).toContain(`${tag}-src 'sha256-${createHash("sha256").update(content).digest("base64")}'`);
    }
    expect(html.match(/<(?:link|img|iframe|script[^>]* src|base|object)\b/g)).toBeNull();
    expect(html).toContain("default-src 'none'");
  });

  it("comes with the answer to what is asked", async () => {
    expect(await main(["map", "--inventory", inventory, "--html", file, "--from", HOSTILE_NAMES[0]], {})).toBe(0);
    expect(console.log).toHaveBeenCalledWith(expect.stringMatching(/^What acme\/<img /));
  });

  it("that can't be written ends with 3", async () => {
    expect(await main(["map", "--inventory", inventory, "--html", join(folder, "nowhere/map.html")], {})).toBe(3);
  });
});
