/** Where something stands: a place in a file, or nothing where a program gives an object. */
export interface Spot {
  readonly file: string | undefined;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Something in a map that has to be mended. */
export interface Problem {
  readonly spot: Spot;
  /** The keys that lead there, from the outermost. */
  readonly path: readonly string[];
  /** The end of a sentence about what stands there. */
  readonly text: string;
}

/** More lines than that nobody reads at once. */
const MOST_SHOWN = 25;

/** One line for each problem: file, line and column as editors and terminals link them, the keys, and what is wrong. */
export function inLines(problems: readonly Problem[]): string[] {
  const shown = problems.slice(0, MOST_SHOWN).map(inOneLine);
  const more = problems.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more`];
}

function inOneLine({ spot: { file, line, column }, path, text }: Problem): string {
  const at = [file, line, column].filter((part) => part !== undefined).join(":");
  const keys = path.map(readable).join(" > ");
  return [at, keys, readable(text)].filter((part) => part !== "").join(": ");
}

/** Nothing that a file holds may move a terminal's cursor or begin a line of its own. */
function readable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "�");
}
