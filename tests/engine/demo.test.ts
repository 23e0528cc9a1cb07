import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { blockWith } from "../support/markdown";
import { surroundings } from "../support/process/surroundings";

const root = resolve(__dirname, "../..");

it("the demo refuses, corrects, applies, repairs, reports, renews and destroys, and ends with exit code 0", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["tools/demo.js"], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: surroundings.NODE_OPTIONS },
  });

  expect(stdout.match(/^=== \d\. /gm)).toHaveLength(7);
  expect(stdout).toContain("require-non-empty-allowlist");
  expect(stdout).toContain('projects: ["acme/deploy"],');
  expect(stdout).toContain("GitLab lets into acme/billing: acme/deploy, and no other project.");
  expect(stdout).toContain("job tokens of `acme/docs` may open `acme/billing`");
  expect(stdout).toMatch(/it ended on 2\d{3}-\d\d-\d\d, and now ends on 2\d{3}-\d\d-\d\d\./);
  expect(stdout).toContain("Every step did what it says");
  expect(stdout).toContain(blockWith("README.md", "text", "### GitLab CI access"));
});
