import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { check } from "../../policies/config/check";
import { matchableIn } from "../../policies/config/stale";
import * as rules from "../../policies/index";
import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import type { Change } from "../preview/events";
import { preview } from "../preview/preview";
import { plainInputs } from "../report/declared";

const usage = `Usage: gitlab-ci-access policies check <file> [options]

Checks a file for --policy-pack-config: that its rules and keys exist, and, by a preview of the stack, that its waivers
and the projects that it names match something. Pulumi itself passes over a rule that does not exist.
  --stack <name>   the stack; the selected one by default
  --cwd <folder>   where the program is
  --file-only      check the file by itself, without a preview

Ends with 0 if all is well, 10 if something is to be mended, 2 if the preview failed, 3 if the file can't be read.`;

const options = {
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  "file-only": { type: "boolean" },
} as const;

export const policies: Command = {
  name: "policies",
  summary: "checks the configuration of the policy pack",
  usage,
  run: async (argv, env) => {
    const { values, positionals } = optionsOf(policies, options, argv);
    const [verb, file, ...rest] = positionals;
    if (verb !== "check" || file === undefined || rest.length > 0)
      throw misused(usage, "policies takes: check <file>.");
    return run(file, values, env);
  },
};

interface Wanted {
  readonly stack?: string;
  readonly cwd?: string;
  readonly "file-only"?: boolean;
}

async function run(
  file: string,
  { stack, cwd = ".", "file-only": fileOnly }: Wanted,
  env: Environment,
): Promise<number> {
  const config = contentOf(file);
  const today = todayIn(env);
  const alone = check(config, Object.values(rules), { today });
  if (fileOnly || alone.problems.length > 0) return say(file, alone);
  const seen = await preview(stack === undefined ? [] : ["--stack", stack], cwd, env);
  if (seen.result !== "succeeded") {
    console.error(seen.errors.join("\n"));
    console.error(
      "The preview failed, so nobody can say what the configuration matches. --file-only checks the file by itself.",
    );
    return exitCodes.previewFailed;
  }
  return say(
    file,
    check(config, Object.values(rules), { today, stack: matchableIn(seen.changes.flatMap(resourceOf)) }),
  );
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(file), "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? `is no JSON: ${error.message}` : `can't be read (${codeOf(error)})`;
    throw new CommandError(`${file} ${why}.`);
  }
}

/** What the program declares, with the ids and paths that the state knows. What the run removes is not declared any more. */
function resourceOf({ urn, name, type, before, after }: Change) {
  if (after === undefined) return [];
  return [{ urn, name, type, props: { ...before?.outputs, ...plainInputs(after) } }];
}

function say(file: string, { problems, notes }: ReturnType<typeof check>): number {
  for (const line of problems) console.log(`✖ ${line}`);
  for (const line of notes) console.log(`- ${line}`);
  if (problems.length > 0) return exitCodes.finding;
  console.log(`${file}: nothing to mend.`);
  return exitCodes.well;
}
