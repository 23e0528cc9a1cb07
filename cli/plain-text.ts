import { redact } from "../provider/domain/redact";

const LONGEST = 300;

/** Text from elsewhere for a terminal: on one line, without control characters, and without what turns the direction of writing. */
export function plainText(text: unknown): string {
  const line = redact(String(text))
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

/** Rows as CSV, RFC 4180. A spreadsheet takes a cell that begins with one of these characters for a formula: it gets an apostrophe. */
export function csvOf(rows: readonly (readonly (boolean | number | string | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(value: boolean | number | string | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^\s*[=+\-@\t\r|%]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows with a headline as a table for a terminal. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // Loaded here, because most commands print no table.
  const Table: typeof import("cli-table3") = require("cli-table3");
  const table = new Table({
    ...(head.length === 0 ? {} : { head: [...head] }),
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: true,
    colWidths: widthsFor(head.length === 0 ? (rows[0]?.length ?? 1) : head.length, rows),
  });
  table.push(...rows.map((row) => row.map(plainText)));
  return table.toString();
}

const WIDEST_COLUMN = 60;

/** As wide as its longest cell needs, up to a limit. */
function widthsFor(columns: number, rows: readonly (readonly string[])[]): (number | null)[] {
  return Array.from({ length: columns }, (_, index) => {
    const longest = Math.max(0, ...rows.map((row) => row[index]?.length ?? 0));
    return longest > WIDEST_COLUMN ? WIDEST_COLUMN + 2 : null;
  });
}
