import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { caveatsOf, inventoryIn } from "../inventory/reading";
import { type Answer, answerTo } from "../map/asked";
import { estateOf } from "../map/estate-of";
import { FORMATS, type Format, formatted } from "../map/formats/formats";
import { AccessGraph } from "../map/graph/graph";
import type { Place } from "../map/graph/places";
import { ONWARD, WAYS, type Way } from "../map/graph/ways";
import { writePage } from "../map/page-file";
import { shown } from "../map/shown";

const usage = `Usage: gitlab-ci-access map --inventory <file> [options]

Says who can reach what with job tokens, from an inventory, without a request to GitLab. What it shows is an
upper bound: each hop also needs that the user who started the job has the role in the project that it enters.
  --inventory <file>    what \`gitlab-ci-access inventory\` wrote
  --to <place>          who reaches a project, or anything in a group: a full path, or the id of a project
  --from <place>        what a project, or anything in a group, reaches; with --to: how it gets there
  --hops <number>       at most so many hops; any number by default
  --through <ways>      a hop goes on from a project that was entered by one of these ways, separated by commas:
                        write,push,trigger by default; read and none can be named, too
  --format <format>     text (the default), mermaid, dot, json, or opengraph and opengraph-schema for BloodHound
  --html <file>         write a page to look around in, which needs no network; only its owner may read the file.
                        What --to, --from and --format ask for is printed as well
  --fail-on reach       end with 10 if --from, --to or both of them find a way

Ways: read (clone, pull images, and what the entry's permissions name), write (any permission that begins with admin_),
push (takes effect with the project's next pipeline), trigger (that GitLab asks the allowlist for it is not confirmed).
Without --to and --from it shows open doors, who is most exposed, who reaches farthest, and cycles.

Ends with 0 if all is well, 10 for what --fail-on asks for, 3 if there is no map to be made.`;

const options = {
  inventory: { type: "string" },
  to: { type: "string" },
  from: { type: "string" },
  hops: { type: "string" },
  through: { type: "string" },
  format: { type: "string" },
  html: { type: "string" },
  "fail-on": { type: "string" },
} as const;

export const map: Command = {
  name: "map",
  summary: "says who can reach what with job tokens, from an inventory",
  usage,
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = optionsOf(map, options, argv);
  if (positionals.length > 0) throw misused(usage, `map takes no arguments, and these are: ${positionals.join(" ")}`);
  const { inventory: file, "fail-on": failOn } = values;
  if (file === undefined) throw misused(usage, "map needs --inventory <file>.");
  if (failOn !== undefined && failOn !== "reach")
    throw misused(usage, `--fail-on takes reach, and this is "${failOn}".`);
  const limits = { through: throughIn(values.through), hops: hopsIn(values.hops) };
  const format = formatIn(values.format);
  const graph = graphIn(file);
  const named = (name: string | undefined) => (name === undefined ? undefined : placeIn(graph, name, file));
  const answer = answerTo({ from: named(values.from), to: named(values.to), limits }, graph);
  const isAsked = [values.from, values.to, values.format].some((value) => value !== undefined);
  if (values.html !== undefined) writePage(values.html, graph.estate);
  if (values.html === undefined || isAsked) console.log(formatted(format, answer, graph));
  else console.log(`The page is in ${values.html}: open it in a browser.`);
  return codeFor(answer, failOn);
}

/** The caveats go to stderr, too: they must not get lost where the output goes into a file. */
function graphIn(file: string): AccessGraph {
  const inventory = inventoryIn(file);
  const estate = estateOf(inventory, caveatsOf(inventory, file));
  for (const caveat of estate.caveats) console.error(`! ${shown(caveat)}`);
  return new AccessGraph(estate);
}

function placeIn({ places }: AccessGraph, name: string, file: string): Place {
  const found = places.find(name.replace(/^\/|\/$/g, ""));
  if (found === undefined)
    throw new CommandError(`${file} knows no project and no group "${name}". Name it by its full path.`);
  return found;
}

function throughIn(text: string | undefined): readonly Way[] {
  if (text === undefined) return ONWARD;
  if (text === "none") return [];
  return text.split(",").map((name) => {
    const way = WAYS.find((each) => each === name.trim());
    if (way === undefined) throw misused(usage, `--through takes ${WAYS.join(", ")} or none, and this is "${name}".`);
    return way;
  });
}

function hopsIn(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw misused(usage, `--hops takes a whole number above 0, and this is "${text}".`);
}

function formatIn(text: string | undefined): Format {
  const format = FORMATS.find((each) => each === (text ?? "text"));
  if (format === undefined) throw misused(usage, `--format takes ${FORMATS.join(", ")}, and this is "${text}".`);
  return format;
}

function codeFor({ from, to, routes }: Answer, failOn: "reach" | undefined): number {
  const isFound = (from !== undefined || to !== undefined) && routes.length > 0;
  return failOn === "reach" && isFound ? exitCodes.finding : exitCodes.well;
}
