import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Beside the packages, so that it is unpacked once for each clone. */
const CACHE = resolve(__dirname, "../../../node_modules/.cache/browser");

/** `--no-sandbox`: tests may run as root. It opens no page but ours. */
const FLAGS = [
  "--no-sandbox",
  "--disable-setuid-sandbox",
  "--font-render-hinting=none",
  "--disable-gpu",
  "--headless=shell",
];

/** Says why no browser can start here; undefined where one can. The browser that comes with npm is for Linux on x64. */
export function whyNoBrowser(): string | undefined {
  const machine = `${process.platform} on ${process.arch}`;
  return machine === "linux on x64"
    ? undefined
    : `the browser of @sparticuz/chromium runs on Linux on x64, and this is ${machine}`;
}

/** A real browser. If the machine lacks something that it wants, the error says what. */
export async function startBrowser(): Promise<Browser> {
  mkdirSync(CACHE, { recursive: true });
  const env = { ...process.env, TMPDIR: CACHE };
  const executablePath = execFileSync(process.execPath, [join(__dirname, "unpacked.js")], { env, encoding: "utf8" });
  const libraries = { LD_LIBRARY_PATH: join(CACHE, "al2023/lib"), FONTCONFIG_FILE: fontsFile() };
  return chromium.launch({ executablePath, args: FLAGS, env: { ...env, ...libraries } });
}

/** The machine's fonts and the ones that come with the browser: without any font it dies. */
function fontsFile(): string {
  const file = join(CACHE, "fonts.conf");
  const folders = ["/usr/share/fonts", "/usr/local/share/fonts", join(CACHE, "fonts/fonts")];
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${folders.map((folder) => `<dir>${folder}</dir>`).join("")}<cachedir>${join(CACHE, "fonts-cache")}</cachedir></fontconfig>
`,
  );
  return file;
}
