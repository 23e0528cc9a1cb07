import { groupsAbove } from "../../domain/address";

/** With more groups than this, the advice would be a long list itself. */
const MOST_GROUPS = 3;
/** A group that covers fewer projects than this opens more access than it saves entries. */
const FEWEST_COVERED = 2;

interface Covering {
  readonly group: string;
  readonly count: number;
}

/**
 * Returns the groups that hold most of the given paths. The group that holds the most paths comes first; of two that hold equally many,
 * the narrower one comes first. A top-level group lets in a whole company, so it is only returned where no narrower group holds two paths.
 */
export function coveringGroups(paths: readonly string[]): Covering[] {
  const covering: Covering[] = [];
  let rest = paths.map((path) => path.toLowerCase());
  while (covering.length < MOST_GROUPS) {
    const best = largest(rest);
    if (best === undefined) break;
    covering.push(best);
    rest = rest.filter((path) => !path.startsWith(`${best.group}/`));
  }
  return covering;
}

function largest(paths: readonly string[]): Covering | undefined {
  const counts = new Map<string, number>();
  for (const group of paths.flatMap(groupsAbove)) counts.set(group, (counts.get(group) ?? 0) + 1);
  const groups = [...counts].map(([group, count]) => ({ group, count }));
  const shared = groups.filter(({ count }) => count >= FEWEST_COVERED);
  const [best] = shared.sort(
    (a, b) => isTopLevel(a) - isTopLevel(b) || b.count - a.count || b.group.length - a.group.length,
  );
  return best;
}

function isTopLevel({ group }: Covering): number {
  return group.includes("/") ? 0 : 1;
}
