/** More would be a list again. */
const MOST_GROUPS = 3;
/** A group for fewer than these opens more than it saves. */
const FEWEST_COVERED = 2;

interface Covering {
  readonly group: string;
  readonly count: number;
}

/**
 * The groups that hold most of the given paths: the one that holds the most first, the narrowest where two hold as many. A top-level
 * group, which lets in a whole company, only where nothing narrower holds any two of them.
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
  for (const group of paths.flatMap(ancestors)) counts.set(group, (counts.get(group) ?? 0) + 1);
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

function ancestors(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
