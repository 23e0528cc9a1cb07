import type { ImportedList } from "./estate";

/** The lists of one stack. */
export interface Shard {
  readonly stack: string;
  readonly lists: readonly ImportedList[];
}

/** More lists than that make a preview slow. */
const MOST_LISTS = 500;

/**
 * Stacks of at most 500 lists: each top-level group is one, or is cut into the groups below it, as deep as it takes. A stack is called as its
 * group, so that it keeps its name when the estate grows.
 */
export function shardsOf(lists: readonly ImportedList[], most = MOST_LISTS): Shard[] {
  const met = new Map<string, number>();
  const shards = cut(lists, 1, most).sort((a, b) => (a.stack < b.stack ? -1 : 1));
  return shards.map(({ stack, lists: of }) => {
    const count = (met.get(stack) ?? 0) + 1;
    met.set(stack, count);
    return { stack: count === 1 ? stack : `${stack}-${count}`, lists: of };
  });
}

function cut(lists: readonly ImportedList[], depth: number, most: number): Shard[] {
  const groups = new Map<string, ImportedList[]>();
  for (const list of lists) {
    const group = list.path.split("/").slice(0, -1).slice(0, depth).join("/");
    groups.set(group, [...(groups.get(group) ?? []), list]);
  }
  return [...groups].flatMap(([group, of]): Shard[] => {
    const isDeeper = of.some(({ path }) => path.split("/").length > depth + 1);
    return of.length > most && isDeeper ? cut(of, depth + 1, most) : [{ stack: stackName(group), lists: of }];
  });
}

/** Names of stacks have letters, digits, hyphens, underscores and full stops. */
function stackName(group: string): string {
  return group.replaceAll("/", "-").toLowerCase();
}
