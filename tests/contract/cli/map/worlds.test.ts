import fc from "fast-check";
import { caveatsOf } from "../../../../cli/inventory/reading";
import { estateOf } from "../../../../cli/map/estate-of";
import { AccessGraph, isOpen } from "../../../../cli/map/graph/graph";
import type { Place } from "../../../../cli/map/graph/places";
import {
  type Given,
  has,
  isReadOnly,
  roleFor,
  WAYS,
  type Way,
  type Ways,
  waysThrough,
} from "../../../../cli/map/graph/ways";
import { marksOf } from "../../../../cli/map/words";
import type { Project } from "../../../../simulator/model/project";
import { inventoryOf } from "../../../support/inventory/reading";
import { edgeBetween } from "../../../support/map/edge-between";
import { SimulatedEstate, STARTERS, type Starter, worlds } from "../../../support/map/simulated-estate";
import { worldsToPlay } from "../../../support/worlds";

const { numRuns, seed } = worldsToPlay({ numRuns: 60, seed: 20_261_128 });

/** What the map says of one way from a project into another. */
interface Said {
  readonly isShown: boolean;
  /** The least role, where it is shown. */
  readonly role: string | undefined;
  /** May everybody do something of it without a role, because the project is public? The map has a mark for it. */
  readonly isPublic: boolean;
  /** Does it rest on a permission to push alone, which no endpoint asks for? A map counts each that begins with admin_. */
  readonly isByPush: boolean;
}

class Drawn {
  readonly graph: AccessGraph;

  constructor(graph: AccessGraph) {
    this.graph = graph;
  }

  placeOf({ id }: Project): Place | undefined {
    return this.graph.projects.find((place) => place.id === id) ?? this.graph.places.find(String(id));
  }

  /** What is known of a hidden project's groups is nothing: only its own entry tells of it. */
  isKnown(origin: Place, into: Place): boolean {
    const entries = into.project?.entries ?? [];
    if (origin.project !== undefined) return true;
    const hasOwn = entries.some(({ kind, id }) => kind === "project" && id === origin.id);
    return hasOwn || (origin.path !== undefined && entries.every(({ path }) => path !== undefined));
  }

  says(way: Way, origin: Place, into: Place): Said {
    const isPublic = way === "read" && marksOf(into).includes("public");
    const given = edgeBetween(this.graph, origin.index, into.index)?.grant ?? everybodys(into);
    const isShown = has(given.ways, way);
    const role = isShown ? roleFor(way, given) : undefined;
    return { isShown: isShown || isPublic, role, isPublic, isByPush: way === "write" && onlyPushes(given) };
  }
}

/** What an open project gives to those that it doesn't list. */
function everybodys({ project }: Place): Given & { readonly ways: Ways } {
  const ways = project !== undefined && isOpen(project) ? waysThrough({ permissions: "default" }, project) : 0;
  return { permissions: "default", ways, onward: project !== undefined && isReadOnly(project) ? 0 : ways };
}

function onlyPushes({ permissions }: Given): boolean {
  const changing = permissions === "default" ? [] : permissions.filter((name) => name.startsWith("admin_"));
  return changing.length === 1 && changing[0] === "admin_repositories";
}

async function mapOf(estate: SimulatedEstate): Promise<Drawn> {
  return estate.served(async (url) => {
    const { inventory, file } = await inventoryOf({ url, clock: estate.clock }, { token: estate.token });
    return new Drawn(new AccessGraph(estateOf(inventory, caveatsOf(inventory, file))));
  });
}

const ORDER: readonly (string | undefined)[] = STARTERS;
const rank = (role: string | undefined) => ORDER.indexOf(role);

/** A map is an upper bound. `isExact`: it may not say more than GitLab's decision either. */
function agrees(said: Said, starter: Starter | undefined, isExact: boolean): boolean {
  if (starter === undefined) return !said.isShown || !isExact || said.isByPush;
  if (said.isPublic) return true;
  return said.isShown && rank(said.role) <= rank(starter) && (!isExact || rank(said.role) === rank(starter));
}

/** Where the map and GitLab's decision differ. A map doesn't look at features that are off, and not for archived groups. */
function differences(estate: SimulatedEstate, map: Drawn, isPlain: boolean): string[] {
  const pairs = estate.projects.flatMap((target) => estate.projects.map((project) => ({ project, target })));
  return pairs.flatMap(({ project, target }) => {
    const [origin, into] = [map.placeOf(project), map.placeOf(target)];
    if (project === target || origin === undefined || into?.project === undefined || !map.isKnown(origin, into))
      return [];
    const least = estate.leastStarters(project, target);
    return WAYS.flatMap((way) => {
      const said = map.says(way, origin, into);
      if (agrees(said, least.get(way), isPlain)) return [];
      return [`${project.fullPath} → ${target.fullPath}, ${way}: ${JSON.stringify(said)}, GitLab: ${least.get(way)}`];
    });
  });
}

it("a map of what an inventory reads shows the ways that GitLab's decision about job tokens leaves open, each with its least role, and no other", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const estate = new SimulatedEstate(world);
      expect(differences(estate, await mapOf(estate), world.isPlain)).toEqual([]);
    }),
    // Each estate is read over HTTP, so a tenth of them has to do.
    { numRuns: Math.ceil(numRuns / 10), seed, endOnFailure: true },
  );
});
