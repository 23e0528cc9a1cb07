import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtCli, builtCliPath, explainGoFailure } from "../../../../tools/pulumi/built";
import { eventually, Scratch } from "../scratch";

const VERSION = "3.258.0";

describe("the build of the CLI", () => {
  let machine: Scratch;
  let lines: string[];

  beforeEach(() => {
    machine = new Scratch();
    lines = [];
  });
  afterEach(() => machine.remove());

  const environment = () => ({ PATH: `${machine.path("bin")}:/usr/bin:/bin` });
  const cache = () => machine.path("cache");
  const build = () =>
    builtCli({ version: VERSION, cache: cache(), env: environment(), log: (line) => lines.push(line) });
  const left = () => readdirSync(dirname(builtCliPath(VERSION, cache())));

  /** A `go` that notes its call and does what the lines say; `$out` is where the result belongs. */
  const go = (...body: string[]) =>
    machine.program(
      "bin/go",
      `echo "$@" >>${machine.path("calls")}`,
      'while [ "$1" != -o ]; do shift; done; out=$2',
      ...body,
    );
  const writeCli = (version: string) => [`printf '#!/bin/sh\\necho v${version}\\n' >"$out"`, 'chmod +x "$out"'];

  it("puts the CLI and its companions into the cache, once", async () => {
    go(...writeCli(VERSION));
    const cli = await build();
    expect(await build()).toBe(cli);
    expect(readdirSync(dirname(cli)).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    expect(readFileSync(machine.path("calls"), "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("calls the companions of the clone that starts it, wherever that clone keeps them", async () => {
    go(...writeCli(VERSION));
    const companion = join(dirname(await build()), "pulumi-language-nodejs");
    machine.program("any/layout/pulumi-language-nodejs", 'echo "this clone: $1"');
    const env = { ...environment(), PULUMI_GITLAB_CI_ACCESS_HOST: machine.path("any/layout") };
    expect(execFileSync(companion, ["127.0.0.1:1"], { env, encoding: "utf8" })).toBe("this clone: 127.0.0.1:1\n");
    expect(spawnSync(companion, [], { env: environment(), encoding: "utf8" }).stderr).toContain("of a clone");
  });

  it("is not reached by what a clone of an earlier version writes beside it", async () => {
    go(...writeCli(VERSION));
    const cli = await build();
    expect(dirname(cli)).not.toBe(dirname(builtCliPath(VERSION, cache())));
    expect(statSync(cli).ino).toBe(statSync(builtCliPath(VERSION, cache())).ino);
  });

  it("never changes go.mod and sets the version", async () => {
    go(...writeCli(VERSION));
    await build();
    const call = readFileSync(machine.path("calls"), "utf8");
    expect(call).toContain("-mod=readonly");
    expect(call).toContain(`version.Version=v${VERSION}`);
  });

  it("leaves nothing behind when Go fails, and passes Go's words on", async () => {
    go('echo half >"$out"', "echo 'write /tmp/x: no space left on device' >&2", "exit 1");
    await expect(build()).rejects.toThrow(/The disk is full.*no space left on device/s);
    expect(left()).toEqual([]);
  });

  it("refuses a CLI that says another version", async () => {
    go(...writeCli("3.1.0"));
    await expect(build()).rejects.toThrow("says 3.1.0");
    expect(left()).toEqual([]);
  });

  it("leaves nothing behind when it is interrupted, and takes Go with it", async () => {
    go('echo half >"$out"', `echo $$ >${machine.path("pid")}`, "exec sleep 60");
    const script = `require("./tools/pulumi/built").builtCli({ version: "${VERSION}", cache: "${cache()}",
      env: process.env, log() {} }).catch((error) => process.exit(error.exitCode))`;
    const setup = spawn(process.execPath, ["-e", script], { env: { ...process.env, ...environment() } });
    await eventually(() => machine.has("pid"));
    const pid = Number(readFileSync(machine.path("pid"), "utf8"));
    setup.kill("SIGINT");
    expect((await once(setup, "exit"))[0]).toBe(130);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(left()).toEqual([]);
  });

  it("is done once when two clones ask at the same time", async () => {
    go(`while [ ! -e ${machine.path("release")} ]; do sleep 0.05; done`, ...writeCli(VERSION));
    const both = Promise.all([build(), build()]);
    await eventually(() => lines.some((line) => line.startsWith("Another set-up is building")));
    machine.write("release", "");
    const [first, second] = await both;
    expect(second).toBe(first);
    expect(existsSync(first)).toBe(true);
    expect(readFileSync(machine.path("calls"), "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("says what to install where there is no Go", async () => {
    const build = builtCli({ version: VERSION, cache: cache(), env: { PATH: machine.folder }, log: () => {} });
    await expect(build).rejects.toThrow(/install Go 1\.25 or newer\. Or install Pulumi/);
  });

  it.each([
    ["go: go.mod requires go >= 1.25.11 (running go 1.21.0; GOTOOLCHAIN=local)", "Go is too old"],
    ["go: download go1.25.11 for linux/amd64: toolchain not available", "Go is too old"],
    [
      'Get "https://proxy.example/x.zip": dial tcp: lookup proxy.example: no such host',
      "module proxy can't be reached",
    ],
    ["reading https://proxy.example/x.zip: 403 Forbidden", "module proxy can't be reached"],
    [
      "verifying module: x@v1: reading the checksum database: dial tcp: i/o timeout",
      "checksum database can't be reached",
    ],
    ["verifying x@v1.0.0: checksum mismatch", "other than those that go.sum names"],
    ["link: write: no space left on device", "The disk is full"],
    ["something else", "Go says why below"],
  ])("explains: %s", (output, sentence) => {
    expect(explainGoFailure(output)).toContain(sentence);
  });
});
