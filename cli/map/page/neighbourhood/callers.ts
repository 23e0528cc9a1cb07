import { ReachTo } from "../../graph/backward";
import type { Edge } from "../../graph/edges";
import { type Asked, type Column, counts } from "./asked";
import { type Box, boxesOf, type Stop } from "./box";
import { Hops } from "./hops";
import { Homes, type Links } from "./links";

interface Wire {
  readonly edge: Edge;
  readonly into: ReadonlySet<Box>;
}

/** The columns of those who get to the middle, the closest first. A listed group is one box, however many projects it holds. */
export function callersOf(asked: Asked, middle: Column, links: Links): Column[] {
  const { graph, focus, limits } = asked;
  const { reached } = new ReachTo(graph, [focus], limits);
  const hops = new Hops(graph, new Map([...reached].map(([index, { hops: hop }]) => [index, hop])));
  const columns: Column[] = [];
  let homes = new Homes(graph);
  for (const box of middle.boxes) homes.add(focus, box);
  for (let hop = 1; hops.at(hop).length > 0; hop += 1) {
    const targets = hop === 1 ? [focus] : hops.at(hop - 1);
    const wires = targets.flatMap((target) => wiresInto(target, { asked, hops, hop, homes }));
    const next = columnOf(wires, { asked, hops, hop, homes }, links);
    columns.push(next.column);
    homes = next.homes;
  }
  return columns;
}

interface Step {
  readonly asked: Asked;
  readonly hops: Hops;
  readonly hop: number;
  /** The boxes of the column before. */
  readonly homes: Homes;
}

function wiresInto(target: number, { asked, hops, hop, homes }: Step): Wire[] {
  const edges = (asked.graph.into[target] ?? []).filter(
    (edge) => counts(edge.grant, asked.limits, hop > 1) && hops.count(edge.from, hop) > 0,
  );
  if (edges.length === 0) return [];
  const into = homes.of(target);
  return edges.map((edge) => ({ edge, into }));
}

/** The boxes of one column, with their lines to the column before. */
function columnOf(wires: readonly Wire[], { asked, hops, hop }: Step, links: Links): { column: Column; homes: Homes } {
  const parts = new Map<number, Set<number>>();
  for (const { edge } of wires) {
    const known = parts.get(edge.grant.listed) ?? new Set<number>();
    parts.set(edge.grant.listed, known.add(edge.from));
  }
  const stops = new Map(
    [...parts].map(([listed, from]): [number, Stop] => [
      listed,
      { hop: -hop, place: asked.graph.places.at(listed), count: hops.countIn(from, hop) },
    ]),
  );
  const boxes = boxesOf([...stops.values()], asked.unfolded);
  const homes = new Homes(asked.graph);
  for (const { edge, into } of wires) {
    const stop = stops.get(edge.grant.listed);
    const from = stop && boxes.get(stop);
    if (from === undefined) continue;
    homes.add(edge.from, from);
    for (const box of into) links.add(from, box, edge);
  }
  return { column: { hop: -hop, boxes: [...new Set(boxes.values())], projects: hops.at(hop).length }, homes };
}
