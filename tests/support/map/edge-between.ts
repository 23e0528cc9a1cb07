import type { Edge } from "../../../cli/map/graph/edges";
import type { AccessGraph } from "../../../cli/map/graph/graph";

/** The edge by which a project goes into another: that of its nearest entry. Undefined where it has none. */
export function edgeBetween(graph: AccessGraph, from: number, into: number): Edge | undefined {
  const chain = [...graph.places.chainOf(from)];
  const edges = (graph.into[into] ?? []).filter((edge) => chain.includes(edge.from));
  return chain.flatMap((at) => edges.find(({ grant }) => grant.listed === at) ?? [])[0];
}
