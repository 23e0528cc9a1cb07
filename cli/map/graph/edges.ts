import type { EstateEntry } from "./estate";
import type { Place, Places } from "./places";
import { type Given, inForce, isReadOnly, type Ways, waysThrough } from "./ways";

/** An entry of an allowlist in its place: whom it lets into which project. */
export interface Grant extends Given {
  readonly entry: EstateEntry;
  /** The index of the opened project. */
  readonly into: number;
  /** The index of the project or group that is listed. */
  readonly listed: number;
  readonly ways: Ways;
}

/**
 * An edge of the graph: all projects at or below a place may go into a project. Where a nearer entry gives less than the one of a group, the
 * group's is split into edges of its parts, so that each edge holds for everybody below its place.
 */
export interface Edge {
  readonly from: number;
  readonly grant: Grant;
}

/** Every entry of the estate. A project's entry for itself opens nothing. */
export function grantsOf(places: Places): Grant[] {
  return places.all.slice(0, places.projectCount).flatMap(({ project, index }) =>
    (project?.entries ?? []).flatMap((entry): Grant[] => {
      const listed = places.indexOf(entry);
      if (project === undefined || listed === index || listed < 0) return [];
      const ways = waysThrough(entry, project);
      return [
        {
          entry,
          into: index,
          listed,
          permissions: inForce(entry, project),
          ways,
          onward: isReadOnly(project) ? 0 : ways,
        },
      ];
    }),
  );
}

/** The edges of the entries of one project. The nearest entry wins, in both directions. */
export function edgesOf(grants: readonly Grant[], places: Places, parts: Parts): Edge[] {
  return grants.flatMap((grant) => {
    const place = places.at(grant.listed);
    if (place.kind === "project") return [{ from: place.index, grant }];
    const less = grants.filter(
      (other) => isWithin(places.at(other.listed), place) && (other.ways & grant.ways) !== grant.ways,
    );
    return remaining(
      place,
      less.map(({ listed }) => places.at(listed)),
      parts,
    ).map((from) => ({ from, grant }));
  });
}

/** The projects and groups directly in each group. */
export type Parts = ReadonlyMap<number, readonly Place[]>;

export function partsOf({ all }: Places): Parts {
  const parts = new Map<number, Place[]>();
  for (const place of all) {
    if (place.parent === undefined) continue;
    const known = parts.get(place.parent);
    if (known === undefined) parts.set(place.parent, [place]);
    else known.push(place);
  }
  return parts;
}

/** The largest parts of a group that hold none of the places that are left out. */
function remaining(group: Place, without: readonly Place[], parts: Parts): number[] {
  if (without.length === 0) return [group.index];
  return (parts.get(group.index) ?? []).flatMap((part) => {
    if (without.some(({ index }) => index === part.index)) return [];
    return remaining(
      part,
      without.filter((one) => isWithin(one, part)),
      parts,
    );
  });
}

/** Returns whether a place stands below a group, and is not that group. */
function isWithin(place: Place, group: Place): boolean {
  if (place.index === group.index || group.kind !== "group") return false;
  if (place.end > place.first) return group.first <= place.first && place.end <= group.end && isDeeper(place, group);
  return false;
}

/** A group that holds nothing but one subgroup has the same projects as the subgroup. */
function isDeeper(place: Place, group: Place): boolean {
  return (place.path?.length ?? 0) > (group.path?.length ?? 0);
}
