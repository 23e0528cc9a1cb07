import { canonical, groupsAbove } from "../../provider/domain/address";
import { isBelow } from "../paths";
import type { ImportedList } from "./estate";
import { groupedBy } from "./grouped";

/** The lists of one stack. */
export interface Shard {
  readonly stack: string;
  readonly lists: readonly ImportedList[];
}

/** A stack that is there, and the paths of the projects in its map. */
export interface Standing {
  readonly stack: string;
  readonly paths: readonly string[];
}

/** A stack that is there, with the group that it is for. */
interface Home extends Standing {
  readonly group: string;
}

/** More lists than that make a preview slow. */
export const MOST_LISTS = 500;
/** Pulumi takes names of 100 characters; a number may come after. */
const LONGEST_NAME = 90;

/**
 * Stacks of at most 500 lists: each top-level group is one, or is cut into the groups below it, as deep as it takes. A stack is called as its
 * group, so that it keeps its name when the estate grows.
 */
export function shardsOf(lists: readonly ImportedList[], most = MOST_LISTS): Shard[] {
  return named(cut(lists, 1, most), []);
}

/**
 * The stacks that get lists which no stack has, and what they get. A list goes to the stack whose group is the deepest above it. Where that stack
 * would hold more than 500, the groups that are new to it become stacks of their own; what it has stays.
 */
export function shared(lists: readonly ImportedList[], standing: readonly Standing[], most = MOST_LISTS): Shard[] {
  const homes = standing.filter(({ paths }) => paths.length > 0).map((one) => ({ ...one, group: homeOf(one) }));
  const byHome = groupedBy(lists, ({ path }) => deepest(homes, path));
  const split = [...byHome].map(([home, of]) =>
    home === undefined ? outside(of, homes, most) : grown(home, of, most),
  );
  const fresh = split.flatMap((one) => one.fresh);
  return [
    ...split.flatMap(({ stays }) => stays).sort(byName),
    ...named(
      fresh,
      standing.map(({ stack }) => stack),
    ),
  ];
}

interface Split {
  readonly stays: readonly Shard[];
  readonly fresh: readonly Shard[];
}

function grown({ stack, group, paths }: Home, lists: readonly ImportedList[], most: number): Split {
  if (paths.length + lists.length <= most) return { stays: [{ stack, lists }], fresh: [] };
  const depth = depthOf(group) + 1;
  const known = new Set([group, ...paths.map((path) => groupAt(path, depth))].map(canonical));
  const isKnown = ({ path }: ImportedList) => known.has(canonical(groupAt(path, depth)));
  const stays = lists.filter(isKnown);
  const fresh = lists.filter((list) => !isKnown(list));
  return { stays: stays.length === 0 ? [] : [{ stack, lists: stays }], fresh: cut(fresh, depth, most) };
}

/** Groups that no stack is for: each is cut from the first depth at which it is another group than those of all stacks. */
function outside(lists: readonly ImportedList[], homes: readonly Home[], most: number): Split {
  const above = new Set(homes.flatMap(({ group }) => groupsAbove(`${group}/`)).map(canonical));
  const own = ({ path }: ImportedList) => {
    const groups = groupsAbove(path);
    return groups.find((group) => !above.has(canonical(group))) ?? groups.at(-1) ?? "";
  };
  const groups = [...groupedBy(lists, (list) => canonical(own(list)))];
  return { stays: [], fresh: groups.flatMap(([group, of]) => cut(of, depthOf(group), most)) };
}

/** The group that a stack is called after; where somebody has called it otherwise, the deepest one above all of its projects. */
function homeOf({ stack, paths }: Standing): string {
  const groups = paths.flatMap(groupsAbove);
  const isNumbered = (group: string) => /^-\d+$/.test(stack.slice(stackName(group).length));
  const called =
    groups.find((group) => stackName(group) === stack) ??
    groups.find((group) => stack.startsWith(stackName(group)) && isNumbered(group));
  return called ?? groupsAbove(paths[0] ?? "").findLast((group) => paths.every((path) => isBelow(path, group))) ?? "";
}

function deepest(homes: readonly Home[], path: string): Home | undefined {
  const above = homes.filter(({ group }) => isBelow(path, group));
  return above.sort((a, b) => b.group.length - a.group.length)[0];
}

function cut(lists: readonly ImportedList[], depth: number, most: number): Shard[] {
  return [...groupedBy(lists, ({ path }) => groupAt(path, depth))].flatMap(([group, of]): Shard[] => {
    const isDeeper = of.some(({ path }) => path.split("/").length > depth + 1);
    return of.length > most && isDeeper ? cut(of, depth + 1, most) : [{ stack: stackName(group), lists: of }];
  });
}

/** Gives each stack a name of its own: groups like `a/b` and `a-b` come out alike. */
function named(shards: readonly Shard[], taken: readonly string[]): Shard[] {
  const names = new Set(taken);
  return [...shards].sort(byName).map(({ stack, lists }) => {
    let name = stack;
    for (let count = 2; names.has(name); count += 1) name = `${stack}-${count}`;
    names.add(name);
    return { stack: name, lists };
  });
}

function byName({ stack: a }: Shard, { stack: b }: Shard): number {
  return a < b ? -1 : 1;
}

/** Names of stacks have letters, digits, hyphens, underscores and full stops. */
function stackName(group: string): string {
  return group.replaceAll("/", "-").toLowerCase().slice(0, LONGEST_NAME);
}

/** The group of a project, no deeper than that. */
function groupAt(path: string, depth: number): string {
  return path.split("/").slice(0, -1).slice(0, depth).join("/");
}

function depthOf(group: string): number {
  return group.split("/").length;
}
