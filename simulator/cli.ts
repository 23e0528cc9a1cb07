import { parseArgs } from "node:util";
import { MOST_PROJECTS } from "./estate/estate";
import type { Edition, Offering } from "./model/edition";
import { startSimulator } from "./start";

const EDITIONS: readonly Edition[] = ["free", "premium", "ultimate"];
const OFFERINGS: readonly Offering[] = ["self-managed", "gitlab.com"];

const USAGE = `Usage: npm run simulator -- [options]
  --port <number>      where to listen; any free port by default
  --token <text>       the token of the administrator; a new one by default
  --latency <ms>       how long every request takes; 0 by default
  --now <ISO 8601>     a date at which the clock stands still
  --no-enforcement     don't enforce job token protection on the instance
  --edition <name>     free, premium or ultimate; free by default
  --offering <name>    self-managed or gitlab.com; self-managed by default
  --rate-limits        limit requests as GitLab.com does
  --estate <number>    fill it with so many projects of a company, with allowlists, a log, runners and tokens; it then
                       doesn't enforce job token protection, and the first line says which tokens can read it
  --seed <number>      which estate; 1 by default`;

/**
 * Runs a simulated GitLab until the process is told to end. The first line on stdout is a JSON object with `url` and
 * `token`, for whoever started it.
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const { estate, ...options } = parsed(args);
    const simulator = await startSimulator(options);
    const generated = estate === undefined ? {} : { estate: simulator.estate(estate) };
    process.stdout.write(`${JSON.stringify({ url: simulator.url, token: simulator.token, ...generated })}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void simulator.close());
  } catch (error) {
    process.stderr.write(`${explained(error)}\n`);
    process.exitCode = 1;
  }
}

const MOST_SEED = 2 ** 31;

class UsageError extends Error {}

function parsed(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "0" },
      token: { type: "string" },
      latency: { type: "string", default: "0" },
      now: { type: "string" },
      "no-enforcement": { type: "boolean", default: false },
      edition: { type: "string", default: "free" },
      offering: { type: "string", default: "self-managed" },
      "rate-limits": { type: "boolean", default: false },
      estate: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  return {
    port: whole("--port", values.port, 65_535),
    latencyMs: whole("--latency", values.latency, 3_600_000),
    enforceJobTokenScope: !values["no-enforcement"] && values.estate === undefined,
    edition: oneOf("--edition", values.edition, EDITIONS),
    offering: oneOf("--offering", values.offering, OFFERINGS),
    ...(values.token !== undefined && { token: values.token }),
    ...(values.now !== undefined && { now: values.now }),
    ...(values.estate !== undefined && {
      estate: {
        projects: whole("--estate", values.estate, MOST_PROJECTS),
        seed: whole("--seed", values.seed, MOST_SEED),
      },
    }),
    ...(values["rate-limits"] && { rateLimits: "gitlab.com" as const }),
  };
}

function oneOf<T extends string>(name: string, given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (found) return found;
  throw new UsageError(`${name} takes ${known.join(", ")}, not '${given}'.`);
}

function whole(name: string, text: string, maximum: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= maximum) return value;
  throw new UsageError(`${name} takes a whole number from 0 to ${maximum}, not '${text}'.`);
}

function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    return "The port is taken: stop what listens there, or choose another one with --port (0 is any free one).";
  }
  if (code === "EACCES") return "The port may not be used by this user: choose one from 1024 up with --port.";
  if (error instanceof UsageError || error instanceof RangeError || code.startsWith("ERR_PARSE_ARGS")) {
    return `${error.message}\n\n${USAGE}`;
  }
  return error.stack ?? error.message;
}
