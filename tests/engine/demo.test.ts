import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");

it("the demo refuses, corrects, applies, repairs and destroys, and ends with exit code 0", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["tools/demo.js"], { cwd: root });

  expect(stdout.match(/^=== \d\. /gm)).toHaveLength(5);
  expect(stdout).toContain("require-non-empty-allowlist");
  expect(stdout).toContain("Every step did what it says");
});
