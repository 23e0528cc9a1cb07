// @ts-check
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { SetupError, errorCode, lastLines, run } = require("../setup/command");
const { withLock } = require("../setup/lock");
const { isExecutable, onPath, root } = require("../setup/machine");
const { askVersion } = require("./installed");

const MODULE = path.join(root, "tools/pulumi/cli");
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** What the CLI looks for beside itself. The official ones are in no registry: the clone whose CLI was called has them. */
const COMPANIONS = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
const STILL_BUILDING_MS = 60_000;
const OTHERWISE = "Or install Pulumi 3.221 or newer (https://www.pulumi.com/docs/install/) and put it on PATH.";

/**
 * Where the CLI of these sources is kept: another version or another go.sum is another file.
 * @param {string} version
 * @param {string} cache
 */
function builtCliPath(version, cache) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}\0`);
  for (const name of ["go.mod", "go.sum"]) hash.update(fs.readFileSync(path.join(MODULE, name)));
  return path.join(cache, "cli", `${version}-${hash.digest("hex").slice(0, 12)}`, "pulumi");
}

/**
 * The CLI built from its Go modules. Go's build cache makes a second try after an interruption go on where it stopped.
 * @param {{ version: string, cache: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 * @returns {Promise<string>}
 */
async function builtCli({ version, cache, env, log }) {
  const cli = builtCliPath(version, cache);
  if (isExecutable(cli)) return withCompanions(cli);
  if (process.platform === "win32") throw new SetupError(`The Pulumi CLI isn't built on Windows. ${OTHERWISE}`);
  const go = onPath("go", env);
  if (!go)
    throw new SetupError(`There is no Pulumi CLI, and no Go to build it with: install Go 1.25 or newer. ${OTHERWISE}`);
  const onWait = () => log("Another set-up is building the Pulumi CLI; waiting for it (usually 4 to 8 minutes) …");
  await withLock(`${cli}.lock`, onWait, async () => {
    if (!isExecutable(cli)) await build({ go, cli, version, env, log });
  });
  return withCompanions(cli);
}

/**
 * The CLI in a folder with companions that call those of the clone whose `tools/bin/pulumi` was started. A clone of an earlier version
 * writes its own companions beside the same file, so these have a folder apart and know nothing of a clone's layout.
 * @param {string} cli
 */
function withCompanions(cli) {
  const folder = path.join(path.dirname(cli), "for-any-clone");
  fs.mkdirSync(folder, { recursive: true });
  for (const name of COMPANIONS) {
    const caller = `"\${PULUMI_GITLAB_CI_ACCESS_HOST:?call tools/bin/pulumi of a clone}`;
    writeProgram(path.join(folder, name), `#!/bin/sh\nexec ${caller}/${name}" "$@"\n`);
  }
  const linked = path.join(folder, path.basename(cli));
  if (!isExecutable(linked)) link(cli, linked);
  return linked;
}

/**
 * @param {string} file
 * @param {string} script
 */
function writeProgram(file, script) {
  if (!isExecutable(file) || fs.readFileSync(file, "utf8") !== script) fs.writeFileSync(file, script, { mode: 0o755 });
}

/**
 * A second name of the same file, not a symbolic link: the CLI resolves those before it looks beside itself.
 * @param {string} file
 * @param {string} name
 */
function link(file, name) {
  try {
    fs.linkSync(file, name);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") fs.copyFileSync(file, name); // Another set-up was first, or there are no hard links here.
  }
}

/** @param {{ go: string, cli: string, version: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
async function build({ go, cli, version, env, log }) {
  log(`Building the Pulumi CLI ${version} from its Go modules, once (usually 4 to 8 minutes, 1.5 GB of modules) …`);
  const partial = `${cli}.partial`;
  const started = Date.now();
  const minutes = () => Math.round((Date.now() - started) / 60_000);
  const progress = setInterval(() => log(`Still building the Pulumi CLI (${minutes()} min) …`), STILL_BUILDING_MS);
  try {
    const { code, output } = await run(go, buildArguments(version, partial), {
      cwd: MODULE,
      env: buildEnvironment(env),
    });
    if (code !== 0) throw new SetupError(`${explainGoFailure(output)} ${OTHERWISE}\n${lastLines(output)}`);
    const answer = await askVersion(partial, env);
    if (answer !== version)
      throw new SetupError(`The Pulumi CLI was built, but says ${answer ?? "no version"}. ${OTHERWISE}`);
    fs.renameSync(partial, cli);
  } finally {
    clearInterval(progress);
    fs.rmSync(partial, { force: true });
  }
}

/**
 * @param {string} version
 * @param {string} output
 */
function buildArguments(version, output) {
  const flags = `-s -w -X ${VERSION_VARIABLE}=v${version}`;
  return ["build", "-mod=readonly", "-tags", "osusergo grpcnotrace", "-ldflags", flags, "-o", output, PACKAGE];
}

/**
 * go.sum is complete, so that no checksum database is asked; a workspace around the clone must not join in.
 * @param {NodeJS.ProcessEnv} env
 */
function buildEnvironment(env) {
  return { ...env, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on" };
}

/**
 * What to do about it, told from Go's own words.
 * @param {string} output
 */
function explainGoFailure(output) {
  /** @type {[RegExp, string][]} */
  const known = [
    [/no space left on device|disk quota exceeded/i, "The disk is full: make 5 GB of room, then run the set-up again."],
    [
      /requires go >=|toolchain not available|download go1\.|unsupported go version|invalid go version/i,
      "Go is too old to build the Pulumi CLI: install Go 1.25 or newer.",
    ],
    [
      /checksum mismatch|missing go\.sum entry|SECURITY ERROR/i,
      "Go got modules other than those that go.sum names: set GOPROXY to a proxy that serves them unchanged.",
    ],
    [
      /checksum database|sumdb/i,
      "Go's checksum database can't be reached: allow access to it, or set GONOSUMDB='*' for the set-up (go.sum is checked anyway).",
    ],
    [
      /dial tcp|no such host|i\/o timeout|connection re(fused|set)|TLS handshake|proxyconnect|x509:|unexpected EOF|\b(403|407|429|502|503|504)\b|disabled by GOPROXY/i,
      "Go's module proxy can't be reached: allow access to what `go env GOPROXY` names.",
    ],
  ];
  return (
    known.find(([pattern]) => pattern.test(output))?.[1] ?? "The Pulumi CLI could not be built; Go says why below."
  );
}

module.exports = { builtCli, builtCliPath, explainGoFailure };
