import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CliStarts } from "../../../../tools/test/cli-starts";
import { Scratch } from "../scratch";

describe("tools/bin/pulumi", () => {
  let clone: Scratch;
  beforeEach(() => {
    clone = new Scratch();
    mkdirSync(clone.path("tools/bin"), { recursive: true });
    cpSync(join(__dirname, "../../../../tools/bin/pulumi"), clone.path("tools/bin/pulumi"));
  });
  afterEach(() => clone.remove());

  const call = (program = clone.path("tools/bin/pulumi")) =>
    spawnSync(program, ["up", "a b"], { cwd: "/", encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });

  it("runs the chosen CLI with its arguments, its helpers first on PATH and the folder of its companions", () => {
    const cli = clone.program("cli/pulumi", 'printf "%s\\n" "$PATH" "$PULUMI_GITLAB_CI_ACCESS_HOST" "$@"', "exit 7");
    clone.write("node_modules/.cache/setup/cli", `${cli}\n/helpers\n`);
    const { status, stdout } = call();
    expect(stdout.split("\n")).toEqual([
      "/helpers:/usr/bin:/bin",
      clone.path("tools/pulumi/host/bin"),
      "up",
      "a b",
      "",
    ]);
    expect(status).toBe(7);
  });

  it("leaves PATH alone for a CLI that is on it", () => {
    const cli = clone.program("cli/pulumi", 'echo "$PATH"');
    clone.write("node_modules/.cache/setup/cli", `${cli}\n\n`);
    expect(call().stdout).toBe("/usr/bin:/bin\n");
  });

  it("finds its clone through symbolic links", () => {
    const cli = clone.program("cli/pulumi", "echo ran");
    clone.write("node_modules/.cache/setup/cli", `${cli}\n\n`);
    symlinkSync("tools/bin/pulumi", clone.path("relative"));
    symlinkSync(clone.path("relative"), clone.path("absolute"));
    expect(call(clone.path("absolute")).stdout).toBe("ran\n");
  });

  it("is counted while somebody counts, and only then", () => {
    const cli = clone.program("cli/pulumi", "exit 0");
    clone.write("node_modules/.cache/setup/cli", `${cli}\n\n`);
    const starts = new CliStarts(clone.path("node_modules/.cache/setup"));
    expect(starts.count()).toBe(0);
    call();
    starts.begin();
    call();
    call();
    expect(starts.count()).toBe(2);
    const within = new CliStarts(clone.path("node_modules/.cache/setup"));
    within.begin();
    call();
    within.end();
    expect(starts.count()).toBe(3);
    starts.end();
    expect(call().status).toBe(0);
    expect(clone.has("node_modules/.cache/setup/cli-starts")).toBe(false);
  });

  it("says in one sentence that the set-up is missing", () => {
    const sentence = `The Pulumi CLI isn't set up: run "npm run setup" in ${clone.folder}.\n`;
    expect(call()).toMatchObject({ status: 127, stderr: sentence });
    clone.write("node_modules/.cache/setup/cli", "/gone/pulumi\n\n");
    expect(call()).toMatchObject({ status: 127, stderr: sentence });
  });
});
