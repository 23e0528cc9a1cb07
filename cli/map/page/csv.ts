/** A table as RFC 4180 has it. A text that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf(headings: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  return [headings, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: number | string): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}
