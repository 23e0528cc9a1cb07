// @ts-check
/** @typedef {import("./counts").Counts} Counts */
/** @typedef {{ name: string, counts: Counts, seconds: number }} Result */

/** What eight minutes on two cores have room for. */
const STARTS_FOR_EIGHT_MINUTES = 200;

/**
 * What each part took, and how often the CLI was started.
 * @param {Result[]} results
 * @param {number} cliStarts
 */
function summaryLines(results, cliStarts) {
  const rows = [
    ["part", "time", "passed", "failed"],
    ...results.map(({ name, counts, seconds }) => [name, asTime(seconds), `${counts.passed}`, `${counts.failed}`]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...table, `${cliStarts} starts of the Pulumi CLI (npm test has room for ${STARTS_FOR_EIGHT_MINUTES})`];
}

/** @param {number} seconds */
function asTime(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

module.exports = { summaryLines };
