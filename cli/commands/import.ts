import { resolve } from "node:path";
import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { estateIn } from "../import/estate";
import { writeInto } from "../import/folder";
import type { Files } from "../import/plan";
import { filesFor } from "../import/scaffold";
import { inventoryGiven } from "../inventory/given";

const usage = `Usage: gitlab-ci-access import --group <path> --out <folder> [options]

Writes a Pulumi program that declares who may open which project, exactly as GitLab has it: an access map in YAML, one
file for each group, policies.json with waivers for what the rules refuse today, a pipeline, a README with the next
three steps, and import.json. This command writes a program and import.json; \`pulumi import\` reads import.json, without
a request to GitLab. Then a preview shows 0 changes. Nothing is written to GitLab, and no project is closed.
  --group <path>       reads this group with all that is below it, into inventory.jsonl; may be given again
  --inventory <file>   takes what \`gitlab-ci-access inventory\` wrote instead, and sends no request
  --out <folder>       where the program goes; what is there with other content is left alone, and ends the command
  --stack <name>       the name of the stack; prod by default
  --shards auto        stacks of at most 500 lists, each for a group, instead of one stack

Lists and switches are imported; README.md says what is left to do: tokens and runners, whose secrets nobody can read,
variables, and what could not be read. The same inventory gives the same bytes.

Ends with 0 if the program is written, 3 if not.`;

const options = {
  group: { type: "string", multiple: true },
  inventory: { type: "string" },
  out: { type: "string", short: "o" },
  stack: { type: "string", short: "s" },
  shards: { type: "string" },
} as const;

// A reserved word can't be a name.
export { importCommand as import };

const importCommand: Command = {
  name: "import",
  summary: "writes a Pulumi program from what GitLab has, and what pulumi import reads",
  usage,
  run,
};

async function run(argv: readonly string[], env: Environment): Promise<number> {
  const { values, positionals } = optionsOf(importCommand, options, argv);
  if (positionals.length > 0)
    throw misused(usage, `import takes no arguments, and these are: ${positionals.join(" ")}`);
  const { inventory: file, group = [], out, stack = "prod", shards } = values;
  if ((file === undefined) === (group.length === 0))
    throw misused(usage, "import needs either --group <path> or --inventory <file>.");
  if (out === undefined) throw misused(usage, "import needs --out <folder>.");
  if (shards !== undefined && shards !== "auto") throw misused(usage, `--shards takes auto, and this is "${shards}".`);
  if (!/^[\w.-]{1,100}$/.test(stack))
    throw misused(usage, `--stack takes letters, digits, hyphens, underscores and full stops, and this is "${stack}".`);
  const inventory = await inventoryGiven({ inventory: file, groups: group, projects: [] }, env);
  if (inventory.end === undefined)
    throw new CommandError("An unfinished inventory would leave projects out of the map: finish it first.");
  const estate = estateIn(inventory);
  if (estate.lists.length === 0) throw new CommandError("The inventory has no project whose list could be imported.");
  const files = filesFor({ estate, stack, isSharded: shards !== undefined, today: todayIn(env) });
  writeInto(resolve(out), files);
  console.log(said(files, estate.lists.length, out));
  return exitCodes.well;
}

function said(files: Files, count: number, out: string): string {
  const maps = [...files.keys()].filter((name) => name.endsWith(".yaml") && name.startsWith("access/")).length;
  return `${count} lists in ${maps} files below ${out}/access. The next three steps are in ${out}/README.md.`;
}
