const { claims } = require("./claims");
const { median } = require("./statistics");

/** The columns. */
const labels = {
  previewed: "first `up`, with its preview",
  up: "first `up`",
  same: "`up --refresh`, no change",
  refresh: "`refresh`",
  repair: "drift repair",
  destroy: "destroy",
};
const steps = Object.keys(labels);

/** What bench/README.md shows. */
function summary(measured) {
  const long = { ...measured, cells: measured.cells.filter(({ count }) => count >= 200) };
  return [heading(measured), cellTable(long), startUpTable(measured)].filter((part) => part !== "").join("\n\n");
}

/** Everything that was measured, as Markdown. */
function report(measured) {
  return [
    heading(measured),
    cellTable(measured),
    ...measured.missing.map((line) => `- ${line}`),
    claimTable(measured),
    providerTable(measured),
    startUpTable(measured),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function heading({ machine, options }) {
  const { processor, cores, memory, system, load, versions } = machine;
  const with_ = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return (
    `Medians of ${options.runs} rounds, ${options.latencyMs} ms per request, on ${cores} × ${processor}, ${memory}, ${system}; ` +
    `${with_.join(", ")}. Load before and after: ${load.before[0]} and ${load.after[0]}.\n\n` +
    "Each cell: seconds, and the requests that GitLab counted; without a preview where none is named, as other tools have none. " +
    "The bare limit is those requests × latency ÷ 10 at a time."
  );
}

function cellTable({ cells, options }) {
  const rows = cells.flatMap((cell) => {
    const name = [cell.contender, cell.count, cell.addresses];
    const each = (tell) => steps.map((step) => (cell.runs[0][step] === undefined ? "" : tell(step)));
    const row = [...name, ...each((step) => timeAndRequests(cell, step))];
    const isList = cell.contender.includes("JobTokenAllowlist");
    const limit = (step) => seconds((requestsOf(cell, step) * options.latencyMs) / options.concurrency);
    return isList ? [row, ["its bare limit", cell.count, cell.addresses, ...each(limit)]] : [row];
  });
  return table(["what", "entries", "addressed by", ...steps.map((step) => labels[step])], rows);
}

function timeAndRequests(cell, step) {
  return `${seconds(median(cell.runs.map((run) => run[step].ms)))} (${requestsOf(cell, step)})`;
}

function requestsOf(cell, step) {
  return Math.max(...cell.runs.map((run) => run[step].requests));
}

function claimTable(measured) {
  const rows = claims(measured).map(({ claim, limit, value, detail }) => [
    claim,
    `≤ ${limit}`,
    `${round(value)}${detail ? ` (${detail})` : ""}`,
    value <= limit ? "yes" : "**no**",
  ]);
  return table(["claim", "at most", "measured", "holds"], rows);
}

function providerTable({ inside, options }) {
  const rows = inside.map((row) => {
    const ms = median(row.runs.map((run) => run.apply.ms));
    const { requests } = row.runs[0].apply;
    const added = row.projects + row.groups - (row.before ?? 0);
    const bare = (requests * options.latencyMs) / options.concurrency;
    const refresh = `${seconds(median(row.runs.map((run) => run.refresh.ms)))} (${row.runs[0].refresh.requests})`;
    return [row.title, `${seconds(ms)} (${requests})`, seconds(bare), `${(ms / added).toFixed(1)} ms`, refresh];
  });
  return table(["inside the provider", "apply", "bare limit", "per entry", "refresh"], rows);
}

function startUpTable({ startUp }) {
  if (startUp.length === 0) return "";
  const rows = startUp.map(({ name, runs }) => [
    name,
    ...["firstCheck", "preview"].map((key) => seconds(median(runs.map((run) => run[key])))),
  ]);
  return table(["`pulumi preview` of a program in", "to the end of the first check", "whole preview"], rows);
}

/** In columns, as Markdown's formatter has it. */
function table(head, rows) {
  const all = [head, ...rows].map((fields) => fields.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((fields) => fields[column].length)));
  const line = (fields, filler) =>
    `| ${widths.map((width, column) => fields[column].padEnd(width, filler)).join(" | ")} |`;
  const [first, ...others] = all;
  return [
    line(first, " "),
    line(
      head.map(() => ""),
      "-",
    ),
    ...others.map((fields) => line(fields, " ")),
  ].join("\n");
}

function seconds(ms) {
  return Number.isNaN(ms) ? "" : `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
}

function round(value) {
  return String(Math.round(value * 100) / 100);
}

module.exports = { report, summary };
