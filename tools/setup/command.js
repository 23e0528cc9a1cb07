// @ts-check
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const os = require("node:os");

/** How long a program may take to stop by itself before it is killed. */
const GRACE_MS = 5_000;
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** A reason why set-up can't go on, in words that say what to install or allow; shown without a stack. */
class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/** Somebody stopped us; whoever cleans up does so in `finally`, and the process ends with the signal's exit code. */
class Interrupted extends Error {
  /** @override */
  name = "Interrupted";
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

/**
 * The system's code (`ENOENT`, `EEXIST`, …) of an error, where it has one.
 * @param {unknown} error
 */
function errorCode(error) {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

/** @typedef {import("node:child_process").ChildProcess} Child */
/** @type {Set<Child>} */
const children = new Set();
/** @type {NodeJS.Signals | undefined} */
let interruptedBy;

/**
 * Children lead their own process groups: a build's compilers must go with the build.
 * @param {Child} child
 * @param {NodeJS.Signals} signal
 */
function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/** @param {Child} child */
function stop(child) {
  killGroup(child, "SIGTERM");
  const kill = setTimeout(() => killGroup(child, "SIGKILL"), GRACE_MS);
  child.once("close", () => clearTimeout(kill));
}

/** @param {NodeJS.Signals} signal */
function onSignal(signal) {
  interruptedBy = signal;
  for (const child of children) stop(child);
}

/** Signals are listened to before the child is there: one may arrive at any moment. */
function listen() {
  if (children.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
}

/** @param {Child} child */
function forget(child) {
  children.delete(child);
  if (children.size === 0) for (const signal of SIGNALS) process.off(signal, onSignal);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs]
 * @property {boolean} [show] gives the program our own output, a terminal included; otherwise its output is collected
 * @property {(text: string) => void} [onOutput] gets what is collected as it comes
 */

/**
 * Runs a program to its end, in a process group that ends with us.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
async function run(command, args, { cwd, env, timeoutMs, show = false, onOutput = () => {} } = {}) {
  const output = show ? "inherit" : "pipe";
  const detached = process.platform !== "win32";
  listen();
  const child = spawn(command, args, { cwd, env, detached, stdio: ["ignore", output, output] });
  children.add(child);
  let text = "";
  const collect = (/** @type {string} */ part) => {
    text += part;
    onOutput(part);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", collect);
  let timedOut = false;
  const onTimeout = () => {
    timedOut = true;
    stop(child);
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
  try {
    const [code] = await once(child, "close");
    if (interruptedBy) throw new Interrupted(interruptedBy);
    return { code: code ?? 1, output: text, timedOut };
  } finally {
    clearTimeout(timer);
    forget(child);
  }
}

/**
 * What a program prints; an error that holds it where the program fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
async function printed(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ""} ended with ${code}:\n${output}`);
  return output;
}

/**
 * The end of a program's output: where the reason is.
 * @param {string} output
 */
function lastLines(output, count = 15) {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}

module.exports = { Interrupted, SetupError, errorCode, lastLines, printed, run };
