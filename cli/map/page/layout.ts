import type { Box } from "./neighbourhood/box";
import type { Neighbourhood } from "./neighbourhood/neighbourhood";

/** Where a box stands: its column, its row, and how many rows that column has. */
export interface Spot {
  readonly column: number;
  readonly row: number;
  readonly of: number;
}

export const WIDTH = 192;
export const HEIGHT = 28;
const GAP = 36;
const ROW = 36;
const HEAD = 34;

/** Where the boxes and the heads of the columns stand, in pixels. Columns are centred beside each other. */
export class Layout {
  readonly spots: ReadonlyMap<Box, Spot>;
  readonly width: number;
  readonly height: number;
  readonly #rows: number;

  constructor(found: Neighbourhood) {
    this.spots = arranged(found);
    this.#rows = Math.max(...found.columns.map(({ boxes }) => boxes.length));
    this.width = found.columns.length * (WIDTH + GAP) - GAP;
    this.height = HEAD + this.#rows * ROW;
  }

  columnAt(index: number): number {
    return index * (WIDTH + GAP);
  }

  at(box: Box): { x: number; y: number } {
    const { column, row, of } = this.spots.get(box) ?? { column: 0, row: 0, of: 1 };
    return { x: this.columnAt(column), y: HEAD + (row + (this.#rows - of) / 2) * ROW };
  }

  /** The line from the right side of a box to the left side of another. */
  lineBetween(from: Box, into: Box): string {
    const [start, end] = [this.at(from), this.at(into)];
    const [x1, y1, x2, y2] = [start.x + WIDTH, start.y + HEIGHT / 2, end.x, end.y + HEIGHT / 2];
    const bend = Math.max(24, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }

  /** The box that an arrow key leads to. */
  beside(box: Box, [right, down]: readonly [number, number]): Box | undefined {
    const spot = this.spots.get(box);
    if (spot === undefined) return undefined;
    const column = [...this.spots].filter(([, { column: at }]) => at === spot.column + right);
    const middle = (column[0]?.[1].of ?? 0) / 2;
    const wanted = right === 0 ? spot.row + down : spot.row - spot.of / 2 + middle;
    const distance = ([, { row }]: readonly [Box, Spot]) => Math.abs(row - wanted);
    return column.toSorted((a, b) => distance(a) - distance(b))[0]?.[0];
  }
}

/** Orders the boxes of each column by the rows of what they are linked to, from the middle outwards, so that fewer lines cross. */
function arranged({ columns, links }: Neighbourhood): ReadonlyMap<Box, Spot> {
  const spots = new Map<Box, Spot>();
  const linked = new Map<Box, Box[]>();
  for (const { from, into } of links)
    for (const [box, other] of [
      [from, into],
      [into, from],
    ] as const) {
      const others = linked.get(box) ?? [];
      linked.set(box, others);
      others.push(other);
    }
  const outwards = columns.map(({ hop, boxes }, column) => ({ hop, boxes, column }));
  for (const { boxes, column } of outwards.sort((a, b) => Math.abs(a.hop) - Math.abs(b.hop))) {
    const ranked = boxes.map((box) => ({ box, rank: meanRow(linked.get(box) ?? [], spots) }));
    ranked.sort((a, b) => a.rank - b.rank || order(a.box, b.box));
    for (const [row, { box }] of ranked.entries()) spots.set(box, { column, row, of: boxes.length });
  }
  return spots;
}

/** Rows count from the middle of a column, because columns are of different heights. */
function meanRow(boxes: readonly Box[], spots: ReadonlyMap<Box, Spot>): number {
  const rows = boxes.flatMap((box) => {
    const spot = spots.get(box);
    return spot === undefined ? [] : [spot.row - spot.of / 2];
  });
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

function order(a: Box, b: Box): number {
  const rank = ({ kind }: Box) => ["group", "fold", "project"].indexOf(kind);
  return rank(a) - rank(b) || (a.path < b.path ? -1 : 1);
}
