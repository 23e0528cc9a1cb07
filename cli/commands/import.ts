import { join, resolve } from "node:path";
import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { estateIn } from "../import/estate";
import { write, writeInto } from "../import/folder";
import type { Files, Plan } from "../import/plan";
import { releaseText } from "../import/release";
import { filesFor } from "../import/scaffold";
import { linesByHand, updateMap } from "../import/update";
import { waiversFor } from "../import/waivers";
import { type Given, inventoryGiven } from "../inventory/given";

const usage = `Usage: gitlab-ci-access import --group <path> --out <folder> [options]

Writes a Pulumi program that declares who may open which project, exactly as GitLab has it: an access map in YAML, one
file for each group, policies.json with waivers for what the rules refuse today, a pipeline, a README with the next
three steps, and import.json. This command writes a program and import.json; \`pulumi import\` reads import.json, without
a request to GitLab. Then a preview shows 0 changes. Nothing is written to GitLab, and no project is closed.
  --group <path>       reads this group with all that is below it, into inventory.jsonl; may be given again
  --inventory <file>   takes what \`gitlab-ci-access inventory\` wrote instead, and sends no request
  --out <folder>       where the program goes; what is there with other content is left alone, and ends the command
  --stack <name>       the name of the stack; prod by default
  --from-state <file>  a state of Terraform, or \`pulumi stack export\` of a stack with pulumi-gitlab: writes RELEASE.md, which
                       says how that tool lets go of the lists that it holds
  --update             adds the projects that no file of the map in the folder names yet, and changes no line that is
                       there; writes import.json anew. What differs otherwise is for \`pulumi preview --refresh\`
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
  update: { type: "boolean" },
  "from-state": { type: "string" },
} as const;

// A reserved word can't be a name.
export { importCommand as import };

const importCommand: Command = {
  name: "import",
  summary: "writes a Pulumi program from what GitLab has, and what pulumi import reads",
  usage,
  run,
};

interface Wanted extends Given {
  readonly out: string;
  readonly stack: string;
  readonly isSharded: boolean;
  readonly isUpdate: boolean;
  readonly fromState: string | undefined;
}

async function run(argv: readonly string[], env: Environment): Promise<number> {
  const wanted = wantedIn(argv);
  const release = wanted.fromState === undefined ? undefined : releaseText(wanted.fromState);
  const inventory = await inventoryGiven(wanted, env);
  if (inventory.end === undefined)
    throw new CommandError("An unfinished inventory would leave projects out of the map: finish it first.");
  const estate = estateIn(inventory);
  if (estate.lists.length === 0) throw new CommandError("The inventory has no project whose list could be imported.");
  const plan = { ...wanted, estate, today: todayIn(env) };
  const files = new Map([...filesFor(plan), ...(release === undefined ? [] : [["RELEASE.md", release] as const])]);
  if (wanted.isUpdate) console.log(updated(plan, files).join("\n"));
  else {
    writeInto(wanted.out, files);
    console.log(imported(files, estate.lists.length, wanted.out));
  }
  return exitCodes.well;
}

function wantedIn(argv: readonly string[]): Wanted {
  const { values, positionals } = optionsOf(importCommand, options, argv);
  const {
    inventory,
    group: groups = [],
    out,
    stack = "prod",
    shards,
    update = false,
    "from-state": fromState,
  } = values;
  const problem = problemWith({ ...values, stack, positionals });
  if (problem !== undefined || out === undefined) throw misused(usage, problem ?? "import needs --out <folder>.");
  const how = { isSharded: shards !== undefined, isUpdate: update, fromState };
  return { inventory, groups, projects: [], out: resolve(out), stack, ...how };
}

interface GivenOptions {
  readonly positionals: readonly string[];
  readonly inventory?: string;
  readonly group?: readonly string[];
  readonly stack: string;
  readonly shards?: string;
  readonly update?: boolean;
}

function problemWith({ positionals, inventory, group = [], stack, shards, update }: GivenOptions): string | undefined {
  if (positionals.length > 0) return `import takes no arguments, and these are: ${positionals.join(" ")}`;
  if ((inventory === undefined) === (group.length === 0))
    return "import needs either --group <path> or --inventory <file>.";
  if (shards !== undefined && shards !== "auto") return `--shards takes auto, and this is "${shards}".`;
  if (update && shards !== undefined)
    return "--update knows one map, and --shards makes several: import into a new folder and compare.";
  if (!/^[\w.-]{1,100}$/.test(stack))
    return `--stack takes letters, digits, hyphens, underscores and full stops, and this is "${stack}".`;
  return undefined;
}

function imported(files: Files, count: number, out: string): string {
  const maps = [...files.keys()].filter((name) => name.endsWith(".yaml") && name.startsWith("access/")).length;
  return `${count} lists in ${maps} files below ${out}/access. The next three steps are in ${out}/README.md.`;
}

/** Updates the map, and says what was done. policies.json stays as it is: security owns it. */
function updated({ estate, out, today }: Plan & { readonly out: string }, files: Files): string[] {
  const result = updateMap(out, estate.lists);
  const { added, byHand } = result;
  for (const name of ["import.json", "RELEASE.md"]) if (files.has(name)) write(join(out, name), files.get(name) ?? "");
  const waivers = waiversFor([...added, ...[...byHand.values()].flat()], today);
  return [
    added.length + byHand.size === 0
      ? "Every project is named already."
      : `Added: ${added.map(({ path }) => path).join(", ") || "nothing by itself"}`,
    ...linesByHand(result),
    ...(Object.keys(waivers).length === 0
      ? []
      : ["The rules refuse some of them. To waive that, add to policies.json:", JSON.stringify(waivers, null, 2)]),
  ];
}
