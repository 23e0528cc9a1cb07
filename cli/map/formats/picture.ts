import type { AccessGraph } from "../graph/graph";
import type { Place, Places } from "../graph/places";
import type { Route } from "../graph/question";
import type { Ways } from "../graph/ways";

/** What a picture shows: places, arrows by entry, and which of the places stand in which of the groups. */
export interface Picture {
  readonly nodes: readonly Place[];
  readonly arrows: readonly Arrow[];
  readonly memberships: readonly Membership[];
  /** What the question is about. */
  readonly focus: ReadonlySet<number>;
}

interface Membership {
  readonly member: Place;
  readonly group: Place;
}

interface Arrow {
  readonly from: Place;
  readonly into: Place;
  readonly ways: Ways;
}

/** The entries that the routes use. A group is one node, however many projects it holds. */
export function pictureOfRoutes({ places }: AccessGraph, routes: readonly Route[], focus: readonly number[]): Picture {
  const shown = new Set(focus);
  const [arrows, memberships] = [new Map<string, Arrow>(), new Map<string, Membership>()];
  for (const hop of routes.flatMap(({ hops }) => hops)) {
    const { listed, into, ways } = hop.edge.grant;
    arrows.set(`${listed} ${into}`, { from: places.at(listed), into: places.at(into), ways });
    for (const index of [listed, into]) shown.add(index);
  }
  for (const { from, edge } of routes.flatMap(({ hops }) => hops)) {
    const { listed } = edge.grant;
    if (from !== listed && shown.has(from))
      memberships.set(`${from} ${listed}`, { member: places.at(from), group: places.at(listed) });
  }
  return {
    nodes: inOrder(shown, places),
    arrows: [...arrows.values()],
    memberships: [...memberships.values()],
    focus: new Set(focus),
  };
}

/** All entries of an estate. A project has a line to the closest group that is listed anywhere. */
export function pictureOfAll({ places, grants, openDoors }: AccessGraph): Picture {
  const callers = new Set(grants.map(({ listed }) => listed));
  const shown = new Set([
    ...grants.flatMap(({ listed, into }) => [listed, into]),
    ...openDoors.map(({ index }) => index),
  ]);
  const nodes = inOrder(shown, places);
  return {
    nodes,
    arrows: grants.map(({ listed, into, ways }) => ({ from: places.at(listed), into: places.at(into), ways })),
    memberships: nodes.flatMap((member) => {
      const [, ...above] = places.chainOf(member.index);
      const group = above.find((index) => callers.has(index));
      return group === undefined ? [] : [{ member, group: places.at(group) }];
    }),
    focus: new Set(),
  };
}

function inOrder(indexes: ReadonlySet<number>, places: Places): Place[] {
  return [...indexes].sort((a, b) => a - b).map((index) => places.at(index));
}
