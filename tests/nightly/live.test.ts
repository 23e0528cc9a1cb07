import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { startSimulator } from "pulumi-gitlab-ci-access/simulator";

const root = resolve(__dirname, "../..");
const promises = 22;

it("the table of promises holds against whatever GITLAB_ACCEPTANCE_URL names, here a simulator of its own", async () => {
  const simulator = await startSimulator({ enforceJobTokenScope: false });
  try {
    const env = { ...process.env, GITLAB_ACCEPTANCE_URL: simulator.url, GITLAB_ACCEPTANCE_TOKEN: simulator.token };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["tools/test.js", "live", "-t", "GroupAllowlistEntry, by path"],
      { cwd: root, env },
    );

    expect(stdout).toMatch(new RegExp(`^${promises} passed, 0 failed`, "m"));
  } finally {
    await simulator.close();
  }
});
