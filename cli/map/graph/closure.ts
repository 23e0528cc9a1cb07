import { componentsOf } from "./components";
import type { Grant } from "./edges";
import type { AccessGraph } from "./graph";
import { type Way, waysOf } from "./ways";

/** How far the jobs of a project get, and how many get to it, over any number of hops. */
export interface Rank {
  /** Projects that its jobs reach by any way. */
  readonly reaches: number;
  /** Those of them from which a hop goes on. */
  readonly passes: number;
  /** Projects whose jobs reach it by any way. What is listed and holds no known project counts as one. */
  readonly exposedTo: number;
}

/** Projects that can all get to each other. */
export type Cycle = readonly number[];

interface Sets {
  readonly passed: Uint32Array;
  readonly touched: Uint32Array;
}

const BITS = 32;

/** The ranks of all places and the cycles, by one walk over the components of the graph. Its cost hardly grows with the number of ways. */
export class Closure {
  readonly ranks: readonly Rank[];
  readonly cycles: readonly Cycle[];

  constructor(graph: AccessGraph, through: readonly Way[]) {
    const { all, projectCount } = graph.places;
    const onward = waysOf(through);
    const targets = (node: number, isOpen: (grant: Grant) => boolean) =>
      (graph.out[node] ?? []).filter(({ grant }) => isOpen(grant)).map(({ grant }) => grant.into);
    const above = (node: number) => all[node]?.parent ?? [];
    const next = (node: number) => targets(node, (grant) => (grant.onward & onward) !== 0).concat(above(node));
    const components = componentsOf(all.length, next);
    const isProject = (node: number) => node < projectCount;
    this.cycles = components.map((members) => members.filter(isProject)).filter((members) => members.length > 1);
    const sets = collect({
      components,
      next,
      touches: (node) => targets(node, () => true),
      projectCount,
      size: all.length,
    });
    this.ranks = ranksOf(components, sets, { size: all.length, projectCount, counts: (node) => isCaller(graph, node) });
  }
}

/** A project, or a listed place of which no project is known. */
function isCaller({ places }: AccessGraph, node: number): boolean {
  const { kind, first, end } = places.at(node);
  return kind === "project" || first === end;
}

interface Walk {
  readonly components: readonly (readonly number[])[];
  readonly next: (node: number) => readonly number[];
  readonly touches: (node: number) => readonly number[];
  readonly projectCount: number;
  readonly size: number;
}

/** What each component reaches. Those that it leads to come before it. */
function collect({ components, next, touches, projectCount, size }: Walk): Sets[] {
  const words = Math.ceil(projectCount / BITS);
  const homes = new Int32Array(size);
  const sets: Sets[] = [];
  for (const [index, members] of components.entries()) {
    const own = { passed: new Uint32Array(words), touched: new Uint32Array(words) };
    sets.push(own);
    for (const member of members) homes[member] = index;
    const homesNext = new Set(members.flatMap(next).map((node) => homes[node] ?? 0));
    for (const home of homesNext) if (home !== index) join(own, sets[home]);
    for (const member of members) if (member < projectCount) add(own.passed, member);
    for (const touched of members.flatMap(touches)) add(own.touched, touched);
    union(own.touched, own.passed);
  }
  return sets;
}

function join(into: Sets, from: Sets | undefined): void {
  if (from === undefined) return;
  union(into.passed, from.passed);
  union(into.touched, from.touched);
}

function union(into: Uint32Array, from: Uint32Array): void {
  for (let index = 0; index < into.length; index += 1) into[index] = (into[index] ?? 0) | (from[index] ?? 0);
}

function add(set: Uint32Array, member: number): void {
  const word = Math.floor(member / BITS);
  set[word] = (set[word] ?? 0) | (1 << (member % BITS));
}

function* membersOf(set: Uint32Array): Generator<number> {
  for (const [index, word] of set.entries())
    for (let rest = word; rest !== 0; rest &= rest - 1) yield index * BITS + (31 - Math.clz32(rest & -rest));
}

interface Counting {
  readonly size: number;
  readonly projectCount: number;
  readonly counts: (node: number) => boolean;
}

/** A project itself is among what its component reaches, and counts for nothing. */
function ranksOf(components: readonly (readonly number[])[], sets: readonly Sets[], of: Counting): Rank[] {
  const exposed = new Int32Array(of.size);
  const reaches = new Int32Array(of.size);
  const passes = new Int32Array(of.size);
  for (const [index, members] of components.entries()) {
    const { touched, passed } = sets[index] ?? { touched: new Uint32Array(), passed: new Uint32Array() };
    const [all, onward] = [[...membersOf(touched)], [...membersOf(passed)]];
    const callers = members.filter(of.counts);
    for (const one of all) exposed[one] = (exposed[one] ?? 0) + callers.length;
    for (const member of members) {
      const itself = member < of.projectCount ? 1 : 0;
      reaches[member] = all.length - itself;
      passes[member] = onward.length - itself;
    }
  }
  return Array.from({ length: of.size }, (_, index) => ({
    reaches: reaches[index] ?? 0,
    passes: passes[index] ?? 0,
    exposedTo: Math.max(0, (exposed[index] ?? 0) - (index < of.projectCount ? 1 : 0)),
  }));
}
