/** A text that differs in more letters than that is another word, not a slip. */
const MOST_SLIPS = 3;

/** The candidate that was most likely meant where somebody wrote `text`; undefined where none is close. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  const limit = Math.min(MOST_SLIPS, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly slips: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const slips = slipsBetween(wanted, candidate.toLowerCase());
    if (slips <= limit && slips < (best?.slips ?? Number.POSITIVE_INFINITY)) best = { candidate, slips };
  }
  return best?.candidate;
}

/** How many letters have to be added, left out or changed. Two neighbours that changed places count as one slip. */
function slipsBetween(a: string, b: string): number {
  let [beforeLast, last]: [readonly number[], readonly number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, at) => at),
  ];
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const ways = [at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1)];
      next.push(Math.min(...ways, isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY));
    }
    [beforeLast, last] = [last, next];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
