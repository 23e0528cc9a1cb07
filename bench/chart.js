// @ts-check
const { median, takenIn } = require("./statistics");

/** @typedef {import("./shapes").Cell} Cell */
/** @typedef {import("./shapes").Measured} Measured */
/** @typedef {import("./shapes").Step} Step */

const WIDTH = 760;
const NAMES = 270;
const ROW = 24;
const TOP = 56;
const BARS = WIDTH - NAMES - 90;
/** @type {readonly [Step, string][]} */
const shown = [
  ["up", "first up"],
  ["same", "up --refresh without change (of others: the second run)"],
];

/**
 * Bars of all who brought 200 entries into one list, as an SVG that is readable on light and dark pages.
 * @param {Pick<Measured, "cells" | "machine" | "options">} measured
 */
function chart({ cells, machine, options }) {
  const rows = cells.filter(({ count }) => count === 200);
  const times = shown.flatMap(([step]) => rows.map((cell) => timeOf(cell, step)));
  const scale = BARS / Math.max(...times);
  const blocks = shown.map(([step, title], index) =>
    block(rows, { step, title, scale, top: TOP + index * (rows.length + 2) * ROW }),
  );
  const height = TOP + blocks.length * (rows.length + 2) * ROW + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">Seconds for 200 allowlist entries</title>
<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .head { font-weight: 600 }
  .quiet { fill: #57606a }
  .ours { fill: #fc6d26 }
  .other { fill: #8c959f }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .quiet { fill: #9198a1 } }
</style>
<text x="0" y="16" class="head">200 entries of one project's allowlist, seconds (less is better)</text>
<text x="0" y="34" class="quiet">${escaped(subtitle(machine, options))}</text>
${blocks.join("\n")}
</svg>
`;
}

/**
 * @param {Measured["machine"]} machine
 * @param {Measured["options"]} options
 */
function subtitle({ cores, processor }, { runs, latencyMs }) {
  return `Medians of ${runs} rounds, ${latencyMs} ms per request, ${cores} cores (${processor}), command-line start included`;
}

/**
 * @param {readonly Cell[]} rows
 * @param {{ step: Step, title: string, scale: number, top: number }} place
 */
function block(rows, { step, title, scale, top }) {
  const bars = rows.map((cell, index) => {
    const y = top + (index + 1) * ROW;
    const time = timeOf(cell, step);
    const kind = /JobTokenAllowlist|single entries/.test(cell.contender) ? "ours" : "other";
    const length = Math.max(1, time * scale);
    return [
      `<text x="${NAMES - 8}" y="${y + 4}" text-anchor="end">${escaped(nameOf(cell))}</text>`,
      `<rect class="${kind}" x="${NAMES}" y="${y - 8}" width="${length.toFixed(1)}" height="16" rx="2"/>`,
      `<text x="${(NAMES + length + 6).toFixed(1)}" y="${y + 4}" class="quiet">${(time / 1_000).toFixed(1)}</text>`,
    ].join("");
  });
  return [`<text x="0" y="${top + 4}" class="head">${escaped(title)}</text>`, ...bars].join("\n");
}

/** @param {Cell} cell */
function nameOf({ contender, addresses }) {
  const name = contender.replaceAll("`", "");
  return addresses === "ids" ? name : `${name}, ${addresses}`;
}

/**
 * @param {Cell} cell
 * @param {Step} step
 */
function timeOf({ runs }, step) {
  return median(runs.map((run) => takenIn(run, step).ms));
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

module.exports = { chart };
