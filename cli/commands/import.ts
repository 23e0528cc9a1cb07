import { join, resolve } from "node:path";
import { canonical } from "../../provider/domain/address";
import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { estateIn } from "../import/estate";
import { write, writeInto } from "../import/folder";
import { importFile, namesWaitingIn } from "../import/import-file";
import { type Files, importName, NAME, type Plan, policiesName } from "../import/plan";
import { releaseText } from "../import/release";
import { takeOverInWords, updateInWords } from "../import/said";
import { filesFor, json } from "../import/scaffold";
import { type Grown, stacksIn, updateProgram } from "../import/update";
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
                       says how that tool forgets the lists that it holds
  --update             adds the projects that no file of the map in the folder names yet, and changes no line that is
                       there; import.json then holds those. What differs otherwise is for \`pulumi preview --refresh\`
  --shards auto        stacks of at most 500 lists, each for a group, instead of one stack; --update knows them

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
  if (wanted.isUpdate) console.log(updated(plan, release).join("\n"));
  else {
    const files = new Map([...filesFor(plan), ...(release === undefined ? [] : [["RELEASE.md", release] as const])]);
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
}

function problemWith({ positionals, inventory, group = [], stack, shards }: GivenOptions): string | undefined {
  if (positionals.length > 0) return `import takes no arguments, and these are: ${positionals.join(" ")}`;
  if ((inventory === undefined) === (group.length === 0))
    return "import needs either --group <path> or --inventory <file>.";
  if (shards !== undefined && shards !== "auto") return `--shards takes auto, and this is "${shards}".`;
  if (!/^[\w.-]{1,100}$/.test(stack))
    return `--stack takes letters, digits, hyphens, underscores and full stops, and this is "${stack}".`;
  return undefined;
}

function imported(files: Files, count: number, out: string): string {
  const maps = [...files.keys()].filter((name) => name.endsWith(".yaml") && name.startsWith("access/")).length;
  return `${count} lists in ${maps} files below ${out}/access. The next three steps are in ${out}/README.md.`;
}

/** Updates the maps, and says what was done. The waivers of a stack that is there stay as they are: security owns them. */
function updated(plan: Plan & { readonly out: string }, release: string | undefined): string[] {
  const { estate, out, today, isSharded } = plan;
  if (isSharded && stacksIn(out) === undefined)
    throw new CommandError(`${out} has one map and no shards: leave out --shards, or import into a new folder.`);
  const result = updateProgram({ root: out, today }, estate.lists);
  for (const map of result.maps) writeImportFile(map, plan);
  if (release !== undefined) write(join(out, "RELEASE.md"), release);
  const grown = result.maps.filter(({ added }) => added.length > 0);
  return [
    ...(grown.length === 0 ? ["Every project is named already."] : updateInWords(result)),
    ...takeOverInWords(grown, plan.stack),
    ...grown.filter(({ isNew }) => !isNew).flatMap((map) => waiversInWords(map, today)),
  ];
}

/** What was added, and what Pulumi has not read yet of what the map names. */
function writeImportFile(
  { stack: own, added, before }: Grown,
  { estate, out, stack: only }: Plan & { readonly out: string },
) {
  if (added.length === 0) return;
  const stack = own ?? only;
  const file = join(out, importName({ stack }, { isSharded: own !== undefined }));
  const waiting = namesWaitingIn(file);
  const known = new Set(before.map(canonical).filter((path) => waiting.has(path)));
  const lists = estate.lists.filter((list) => added.includes(list) || known.has(canonical(list.path)));
  write(file, json(importFile(lists, { project: NAME, stack, map: NAME }, estate.gitlab)));
}

function waiversInWords({ stack, added }: Grown, today: string): string[] {
  const waivers = waiversFor(added, today);
  if (Object.keys(waivers).length === 0) return [];
  const file = policiesName(stack ?? "", { isSharded: stack !== undefined });
  return [`The rules refuse some of them. To waive that, add to ${file}:`, JSON.stringify(waivers, null, 2)];
}
