import { readFileSync, rmSync } from "node:fs";
import { chooseCli, prepareCli } from "../../../../tools/pulumi/choice";
import { Scratch } from "../scratch";

describe("the choice of a CLI", () => {
  let machine: Scratch;
  let lines: string[];
  const log = (line: string) => lines.push(line);

  beforeEach(() => {
    machine = new Scratch();
    lines = [];
  });
  afterEach(() => machine.remove());

  const environment = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    // Nothing of the real machine: it may have a Pulumi CLI.
    PATH: machine.path("bin"),
    HOME: machine.folder,
    PULUMI_GITLAB_CI_ACCESS_CACHE: machine.path("cache"),
    ...extra,
  });
  const choose = (extra?: NodeJS.ProcessEnv) =>
    chooseCli({ env: environment(extra), log, version: "3.258.0", cache: machine.path("cache") });

  it("prefers the one on PATH", async () => {
    machine.pulumi(".pulumi/versions/3.300.0/bin", "3.300.0");
    const onPath = machine.pulumi("bin", "3.221.0");
    expect(await choose()).toMatchObject({ path: onPath, version: "3.221.0" });
  });

  it("passes over one on PATH that is too old", async () => {
    machine.pulumi("bin", "3.220.0");
    const official = machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
    expect(await choose()).toMatchObject({ path: official });
  });

  it("passes over one on PATH that has no Node language host", async () => {
    machine.program("bin/pulumi", `: >${machine.path("ran")}`, "echo v3.258.0");
    const official = machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
    expect(await choose()).toMatchObject({ path: official });
    expect(machine.has("ran")).toBe(false);
  });

  it("takes the language host from anywhere on PATH", async () => {
    const cli = machine.program("bin/pulumi", "echo v3.258.0");
    machine.program("other/pulumi-language-nodejs");
    const env = { PATH: `${machine.path("bin")}:${machine.path("other")}` };
    expect(await choose(env)).toMatchObject({ path: cli });
  });

  it("takes the newest official one that fits and runs", async () => {
    machine.pulumi(".pulumi/versions/3.99.0/bin", "3.99.0");
    const good = machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
    machine.pulumi(".pulumi/versions/3.260.0/bin", "3.260.0");
    machine.program(".pulumi/versions/3.260.0/bin/pulumi", "exit 1");
    expect(await choose()).toMatchObject({ path: good, version: "3.250.0" });
  });

  it("looks for official ones in PULUMI_HOME", async () => {
    machine.pulumi(".pulumi/versions/3.260.0/bin", "3.260.0");
    const elsewhere = machine.pulumi("home/versions/3.250.0/bin", "3.250.0");
    expect(await choose({ PULUMI_HOME: machine.path("home") })).toMatchObject({ path: elsewhere });
  });

  it("can be forced", async () => {
    machine.pulumi("bin", "3.258.0");
    const official = machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
    expect(await choose({ PULUMI_GITLAB_CI_ACCESS_CLI: "versions" })).toMatchObject({ path: official });
  });

  it("says what may be forced", async () => {
    const choice = choose({ PULUMI_GITLAB_CI_ACCESS_CLI: "toString" });
    await expect(choice).rejects.toThrow("use one of path, versions, download, build");
  });

  it("says that a forced way finds nothing", async () => {
    await expect(choose({ PULUMI_GITLAB_CI_ACCESS_CLI: "path" })).rejects.toThrow("unset it or install one");
  });

  describe("once noted", () => {
    const prepare = () => prepareCli({ env: environment(), log, notes: machine.path("notes") });

    it("starts no process the next time", async () => {
      machine.pulumi("bin", "3.250.0");
      machine.program("bin/pulumi", `echo run >>${machine.path("runs")}`, "echo v3.250.0");
      const first = await prepare();
      expect(await prepare()).toEqual(first);
      expect(readFileSync(machine.path("runs"), "utf8")).toBe("run\n");
    });

    it("is found again when it has gone", async () => {
      machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
      const newest = machine.pulumi(".pulumi/versions/3.260.0/bin", "3.260.0");
      expect(await prepare()).toMatchObject({ path: newest });
      rmSync(newest);
      expect(await prepare()).toMatchObject({ version: "3.250.0" });
    });

    it("gives way to one that is put on PATH later", async () => {
      machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
      await prepare();
      machine.pulumi("bin", "3.240.0");
      expect(await prepare()).toMatchObject({ version: "3.240.0" });
    });

    it("comes with its own folder for PATH unless it is there already", async () => {
      const official = machine.pulumi(".pulumi/versions/3.250.0/bin", "3.250.0");
      await prepare();
      const note = () => readFileSync(machine.path("notes/cli"), "utf8");
      expect(note()).toBe(`${official}\n${machine.path(".pulumi/versions/3.250.0/bin")}\n`);
      const onPath = machine.pulumi("bin", "3.250.0");
      await prepare();
      expect(note()).toBe(`${onPath}\n\n`);
    });
  });
});
