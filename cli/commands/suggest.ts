import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { linesOf } from "../import/map-text";
import { updateInWords } from "../import/said";
import { type Program, updateProgram } from "../import/update";
import { inventoryGiven } from "../inventory/given";
import type { Inventory } from "../inventory/reading";
import { UNUSED_AFTER_DAYS } from "../inventory/summary";
import { isBelow } from "../paths";
import { type Evidence, evidenceOf } from "../suggest/evidence";
import { refusalsIn } from "../suggest/job-log";
import { type Proposal, proposalFor } from "../suggest/proposal";
import { CAVEATS, proposalInWords, refusalInWords } from "../suggest/words";

const usage = `Usage: gitlab-ci-access suggest --project <path> [options]

Who would be shut out if a project were closed? Says so from GitLab's authentication log, which an inventory has: who
used the project and is not on its list, which entries nobody used for ${UNUSED_AFTER_DAYS} days, and which groups could stand for several
projects, at which price. Then come the lines for an access map that keep everybody in who used it.
  --project <path>     this project; may be given again
  --group <path>       all projects below this group; may be given again
  --inventory <file>   takes what \`gitlab-ci-access inventory\` wrote, and sends no request; otherwise the named projects
                       are read into inventory.jsonl. Prices of groups count the projects that the inventory has
  --write <folder>     adds the lists to the access map of this program, where no file names the project yet; no line that is
                       there is changed. What is named already is printed, to be compared
  --job-log <file>     the log of a failed job: says what its 403 asks for
  --format yaml|json   only the lines for an access map, or all of it as JSON

Ends with 0 if nobody would be shut out, 10 if somebody would, 3 if there is nothing to go by.`;

const options = {
  inventory: { type: "string" },
  project: { type: "string", multiple: true },
  group: { type: "string", multiple: true },
  write: { type: "string" },
  "job-log": { type: "string" },
  format: { type: "string" },
} as const;

export const suggest: Command = {
  name: "suggest",
  summary: "says who would be shut out by closing a project, and what its list should say",
  usage,
  run,
};

async function run(argv: readonly string[], env: Environment): Promise<number> {
  const { values, positionals } = optionsOf(suggest, options, argv);
  if (positionals.length > 0)
    throw misused(usage, `suggest takes no arguments, and these are: ${positionals.join(" ")}`);
  const { inventory: file, "job-log": jobLog, write, format, project = [], group = [] } = values;
  if (file === undefined && project.length + group.length === 0)
    throw misused(usage, "suggest needs --project <path>, --group <path>, or --inventory <file>.");
  if (format !== undefined && format !== "yaml" && format !== "json")
    throw misused(usage, `--format takes yaml or json, and this is "${format}".`);
  const inventory = await inventoryGiven({ inventory: file, groups: group, projects: project }, env);
  if (jobLog !== undefined) return sayRefusals(textOf(jobLog), inventory);
  const proposals = proposalsFor(inventory, { projects: project, groups: group });
  if (write !== undefined) console.log(written(proposals, { root: resolve(write), today: todayIn(env) }).join("\n"));
  else if (format === "json") console.log(JSON.stringify({ schema: 1, proposals, caveats: CAVEATS }, null, 2));
  else say(proposals, format);
  return proposals.some(({ shutOut }) => shutOut.length > 0) ? exitCodes.finding : exitCodes.well;
}

interface Asked {
  readonly projects: readonly string[];
  readonly groups: readonly string[];
}

function proposalsFor(inventory: Inventory, { projects, groups }: Asked): Proposal[] {
  const isNamed = (path: string) => projects.some((name) => name.toLowerCase() === path.toLowerCase());
  const isAsked = (path: string) =>
    projects.length + groups.length === 0 || isNamed(path) || groups.some((group) => isBelow(path, group));
  const records = inventory.projects.filter(({ path }) => isAsked(path));
  const missing = projects.filter((name) => !records.some(({ path }) => path.toLowerCase() === name.toLowerCase()));
  if (missing.length > 0)
    throw new CommandError(`The inventory has no project ${missing.join(", ")}: name it by its full path.`);
  if (records.length === 0) throw new CommandError("The inventory has no such project.");
  return records
    .map((record) => evidenceOf(record, inventory.header.startedAt.slice(0, 10)))
    .filter((found): found is Evidence => {
      if ("why" in found) console.error(`! ${found.why}`);
      return !("why" in found);
    })
    .map((evidence) => proposalFor(evidence, inventory))
    .sort((a, b) => (a.evidence.path < b.evidence.path ? -1 : 1));
}

function say(proposals: readonly Proposal[], format: "yaml" | undefined): void {
  const yaml = ["projects:", ...proposals.flatMap(({ list }) => linesOf(list))];
  const report = [
    ...proposals.flatMap(proposalInWords),
    "",
    "These lines of an access map keep everybody in who used it, and leave out what was not used:",
    "",
    ...yaml,
    "",
    ...CAVEATS.map((caveat) => `! ${caveat}`),
  ];
  console.log((format === "yaml" ? yaml : report).join("\n"));
}

/** Adds to the map what it does not name, and returns the rest for a person. */
function written(proposals: readonly Proposal[], program: Program): string[] {
  const lists = proposals.map(({ list }) => list);
  const result = updateProgram(program, lists);
  const added = result.maps.flatMap((map) => map.added);
  const named = lists.filter((list) => !added.includes(list));
  return [
    ...proposals.flatMap(proposalInWords),
    "",
    ...(added.length === 0 ? ["Nothing was added."] : updateInWords(result)),
    ...(named.length === 0
      ? []
      : ["Named already, so it was left as it is. Compare it with this:", ...named.flatMap((list) => linesOf(list))]),
    "",
    ...CAVEATS.map((caveat) => `! ${caveat}`),
  ];
}

function sayRefusals(log: string, inventory: Inventory): number {
  const refusals = refusalsIn(log, inventory);
  if (refusals.length === 0) {
    console.log("The log has no refusal of a job token. A 404 for a project means that its user can't see it.");
    return exitCodes.well;
  }
  console.log(refusals.map(refusalInWords).join("\n"));
  return exitCodes.finding;
}

function textOf(file: string): string {
  try {
    return readFileSync(resolve(file), "utf8");
  } catch (error) {
    throw new CommandError(`--job-log ${file} can't be read (${codeOf(error)}).`);
  }
}
