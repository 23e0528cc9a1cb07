// @ts-check
const { claims } = require("./claims");
const { median, takenIn } = require("./statistics");

/** @typedef {import("./shapes").Cell} Cell */
/** @typedef {import("./shapes").Measured} Measured */
/** @typedef {import("./shapes").Step} Step */

/** The columns. */
const labels = /** @type {const} */ ({
  previewed: "first `up`, with its preview",
  up: "first `up`",
  same: "`up --refresh`, no change",
  refresh: "`refresh`",
  repair: "drift repair",
  destroy: "destroy",
});
const steps = /** @type {Step[]} */ (Object.keys(labels)); // Its keys are the steps.

/**
 * What bench/README.md shows.
 * @param {Measured} measured
 */
function summary(measured) {
  const long = { ...measured, cells: measured.cells.filter(({ count }) => count >= 200) };
  return [heading(measured), cellTable(long), startUpTable(measured)].filter((part) => part !== "").join("\n\n");
}

/**
 * Everything that was measured, as Markdown.
 * @param {Measured} measured
 */
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

/** @param {Measured} measured */
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

/** @param {Measured} measured */
function cellTable({ cells, options }) {
  const rows = cells.flatMap((cell) => {
    const name = [cell.contender, cell.count, cell.addresses];
    const each = (/** @type {(step: Step) => string} */ tell) =>
      steps.map((step) => (cell.runs[0]?.[step] === undefined ? "" : tell(step)));
    const row = [...name, ...each((step) => timeAndRequests(cell, step))];
    const isList = cell.contender.includes("JobTokenAllowlist");
    const limit = (/** @type {Step} */ step) =>
      seconds((requestsOf(cell, step) * options.latencyMs) / options.concurrency);
    return isList ? [row, ["its bare limit", cell.count, cell.addresses, ...each(limit)]] : [row];
  });
  return table(["what", "entries", "addressed by", ...steps.map((step) => labels[step])], rows);
}

/**
 * @param {Cell} cell
 * @param {Step} step
 */
function timeAndRequests(cell, step) {
  return `${seconds(median(cell.runs.map((run) => takenIn(run, step).ms)))} (${requestsOf(cell, step)})`;
}

/**
 * @param {Cell} cell
 * @param {Step} step
 */
function requestsOf(cell, step) {
  return Math.max(...cell.runs.map((run) => takenIn(run, step).requests));
}

/** @param {Measured} measured */
function claimTable(measured) {
  const rows = claims(measured).map(({ claim, limit, value, detail }) => [
    claim,
    `≤ ${limit}`,
    `${round(value)}${detail ? ` (${detail})` : ""}`,
    value <= limit ? "yes" : "**no**",
  ]);
  return table(["claim", "at most", "measured", "holds"], rows);
}

/** @param {Measured} measured */
function providerTable({ inside, options }) {
  const rows = inside.map((row) => {
    const ms = median(row.runs.map((run) => run.apply.ms));
    const [first] = row.runs;
    const requests = first?.apply.requests ?? 0;
    const added = row.projects + row.groups - (row.before ?? 0);
    const bare = (requests * options.latencyMs) / options.concurrency;
    const refresh = `${seconds(median(row.runs.map((run) => run.refresh?.ms ?? Number.NaN)))} (${first?.refresh?.requests ?? 0})`;
    return [row.title, `${seconds(ms)} (${requests})`, seconds(bare), `${(ms / added).toFixed(1)} ms`, refresh];
  });
  return table(["inside the provider", "apply", "bare limit", "per entry", "refresh"], rows);
}

/** @param {Measured} measured */
function startUpTable({ startUp }) {
  if (startUp.length === 0) return "";
  const rows = startUp.map(({ name, runs }) => [
    name,
    seconds(median(runs.map(({ firstCheck }) => firstCheck))),
    seconds(median(runs.map(({ preview }) => preview))),
  ]);
  return table(["`pulumi preview` of a program in", "to the end of the first check", "whole preview"], rows);
}

/**
 * In columns, as Markdown's formatter has it.
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  const cell = (/** @type {readonly string[]} */ fields, /** @type {number} */ column) => fields[column] ?? "";
  const all = [head, ...rows].map((fields) => fields.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((fields) => cell(fields, column).length)));
  const line = (/** @type {readonly string[]} */ fields, /** @type {string} */ filler) =>
    `| ${widths.map((width, column) => cell(fields, column).padEnd(width, filler)).join(" | ")} |`;
  const [first = [], ...others] = all;
  return [
    line(first, " "),
    line(
      head.map(() => ""),
      "-",
    ),
    ...others.map((fields) => line(fields, " ")),
  ].join("\n");
}

/** @param {number} ms */
function seconds(ms) {
  return Number.isNaN(ms) ? "" : `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
}

/** @param {number} value */
function round(value) {
  return String(Math.round(value * 100) / 100);
}

module.exports = { report, summary };
