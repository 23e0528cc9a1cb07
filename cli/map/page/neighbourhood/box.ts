import { groupsAbove } from "../../../../provider/domain/address";
import type { Place } from "../../graph/places";

/** A box of the neighbourhood: a place, or several that are folded under the group that holds them. */
export interface Box {
  readonly key: string;
  /** Before the middle are negative hops: who gets there. */
  readonly hop: number;
  readonly kind: "fold" | "group" | "project";
  /** The path of a fold is that of its group; "" for what is left. */
  readonly path: string;
  /** Undefined for a fold. */
  readonly place: Place | undefined;
  /** For a listed group, how many of its projects get nowhere nearer; for a fold, how many boxes it stands for. */
  readonly count: number;
}

/** A place at a distance from the middle. */
export interface Stop {
  readonly hop: number;
  readonly place: Place;
  readonly count: number;
}

/** With seven columns that makes fewer than 300 boxes. */
const MOST_BOXES = 40;
const MOST_UNFOLDED = 18;
const MOST_FOLDS = 16;
/** Listed groups say most, so that the largest of them stay. */
const MOST_GROUPS = 6;

/** The boxes of a column. Where there are too many, those of one group are folded. `unfolded` holds the keys of folds that show what they hold. */
export function boxesOf(stops: readonly Stop[], unfolded: ReadonlySet<string>): Map<Stop, Box> {
  if (stops.length <= MOST_UNFOLDED) return new Map(stops.map((stop) => [stop, boxAt(stop)]));
  const groups = stops.filter(({ place }) => place.kind === "group").sort((a, b) => b.count - a.count);
  const kept = new Set(groups.slice(0, MOST_GROUPS));
  const room = { left: MOST_BOXES - MOST_FOLDS - kept.size };
  const folds = foldsOf(stops.filter((stop) => !kept.has(stop)));
  return new Map([
    ...[...kept].map((stop): [Stop, Box] => [stop, boxAt(stop)]),
    ...folds.flatMap((fold) => folded(fold, room, unfolded)),
  ]);
}

interface Fold {
  readonly path: string;
  readonly members: readonly Stop[];
}

/** A stop with its groups, the broadest first. A listed group is one of its own. */
interface Grouped {
  readonly stop: Stop;
  readonly groups: readonly string[];
}

/** The groups under which places are folded: as deep as there are not too many, and what is left over last. */
function foldsOf(stops: readonly Stop[]): Fold[] {
  const grouped = stops.map((stop) => ({ stop, groups: groupsOf(stop) }));
  const depth = depthFor(grouped);
  const folds = new Map<string, Stop[]>();
  for (const one of grouped) {
    const path = foldAt(one, depth);
    const members = folds.get(path) ?? [];
    folds.set(path, members);
    members.push(one.stop);
  }
  const inOrder = [...folds]
    .map(([path, members]) => ({ path, members }))
    .sort((a, b) => b.members.length - a.members.length);
  const rest = inOrder.slice(MOST_FOLDS - 1).flatMap(({ members }) => members);
  return rest.length === 0 ? inOrder : [...inOrder.slice(0, MOST_FOLDS - 1), { path: "", members: rest }];
}

function groupsOf({ place: { path = "", kind } }: Stop): string[] {
  return kind === "group" ? [...groupsAbove(path), path] : groupsAbove(path);
}

function depthFor(grouped: readonly Grouped[]): number {
  const deepest = Math.max(0, ...grouped.map(({ groups }) => groups.length - 1));
  for (let depth = deepest; depth > 0; depth -= 1)
    if (new Set(grouped.map((one) => foldAt(one, depth))).size <= MOST_FOLDS) return depth;
  return 0;
}

function foldAt({ groups }: Grouped, depth: number): string {
  return groups[depth] ?? groups.at(-1) ?? "";
}

function folded({ path, members }: Fold, room: { left: number }, unfolded: ReadonlySet<string>): [Stop, Box][] {
  const [{ hop } = { hop: 0 }] = members;
  const key = `${hop} fold ${path}`;
  const isOpen = members.length === 1 || unfolded.has(key);
  const shown = isOpen ? members.slice(0, room.left) : [];
  room.left -= shown.length;
  const rest = members.slice(shown.length);
  const fold: Box = { key, hop, kind: "fold", place: undefined, path, count: rest.length };
  return [...shown.map((stop): [Stop, Box] => [stop, boxAt(stop)]), ...rest.map((stop): [Stop, Box] => [stop, fold])];
}

function boxAt({ hop, place, count }: Stop): Box {
  return { key: `${hop} ${place.index}`, hop, kind: place.kind, place, path: place.path ?? "", count };
}
