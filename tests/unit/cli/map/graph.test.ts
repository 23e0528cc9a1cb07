import fc from "fast-check";
import { ReachTo } from "../../../../cli/map/graph/backward";
import { Closure } from "../../../../cli/map/graph/closure";
import { type Hop, Reach } from "../../../../cli/map/graph/forward";
import { AccessGraph } from "../../../../cli/map/graph/graph";
import { ONWARD, WAYS, type Way, waysOf } from "../../../../cli/map/graph/ways";
import { edgeBetween } from "../../../support/map/edge-between";
import { estates } from "../../../support/map/estates";
import { Pairs } from "./brute-force";

const throughs = fc.subarray<Way>([...WAYS], { minLength: 1 });
const hopLimits = fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY);

/** A place as the pairs name it. */
function nameIn({ places }: AccessGraph) {
  return (index: number) => places.at(index).path ?? `#${places.at(index).id}`;
}

const byName = (graph: AccessGraph, reached: ReadonlyMap<number, { readonly hops: number }>) =>
  new Map([...reached].map(([index, { hops }]) => [nameIn(graph)(index), hops]));

describe("an access graph agrees with every pair decided one by one", () => {
  it("about who goes into what directly", () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
        const asked = pairs.callers.flatMap((caller) => pairs.paths.map((into) => [caller, into] as const));
        const found = asked.map(([caller, into]) => {
          const [from, to] = [indexOf(graph, caller), indexOf(graph, into)];
          return from < 0 || from === to ? 0 : (edgeBetween(graph, from, to)?.grant.ways ?? 0);
        });
        expect(found).toEqual(asked.map(([caller, into]) => pairs.ways(caller, into)));
      }),
    );
  });

  it("about what a project reaches, over how many hops", () => {
    fc.assert(
      fc.property(estates, throughs, hopLimits, (estate, through, hops) => {
        const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
        for (const path of pairs.paths) {
          const reach = new Reach(graph, [indexOf(graph, path)], { through, hops });
          const expected = pairs.reach(path, through, hops);
          expect(byName(graph, reach.touched)).toEqual(expected.touched);
          expect(byName(graph, reach.passed)).toEqual(expected.passed);
        }
      }),
    );
  });

  it("about who reaches a project, over how many hops", () => {
    fc.assert(
      fc.property(estates, throughs, hopLimits, (estate, through, hops) => {
        const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
        for (const path of pairs.paths) {
          const { reached } = new ReachTo(graph, [indexOf(graph, path)], { through, hops });
          const expected = pairs.callers.flatMap((caller) => {
            const hop = pairs.reach(caller, through, hops).touched.get(path);
            return hop === undefined ? [] : [[caller, hop] as const];
          });
          expect(byName(graph, projectsOnly(graph, reached))).toEqual(new Map(expected));
        }
      }),
    );
  });

  it("about the ranks of all projects", () => {
    fc.assert(
      fc.property(estates, throughs, (estate, through) => {
        const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
        const { ranks } = new Closure(graph, through);
        const all = pairs.callers.map((caller) => pairs.reach(caller, through, Number.POSITIVE_INFINITY));
        for (const [index, path] of pairs.paths.entries())
          expect([path, ranks[indexOf(graph, path)]]).toEqual([
            path,
            {
              reaches: all[index]?.touched.size,
              passes: all[index]?.passed.size,
              exposedTo: all.filter(({ touched }) => touched.has(path)).length,
            },
          ]);
      }),
    );
  });

  it("about the cycles", () => {
    fc.assert(
      fc.property(estates, throughs, (estate, through) => {
        const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
        const passed = new Map(
          pairs.paths.map((path) => [path, pairs.reach(path, through, Number.POSITIVE_INFINITY).passed]),
        );
        const expected = pairs.paths.map((path) =>
          [path, ...pairs.paths.filter((other) => passed.get(path)?.has(other) && passed.get(other)?.has(path))].sort(),
        );
        const found = new Closure(graph, through).cycles.map((members) => members.map(nameIn(graph)).sort());
        expect(new Set(found.map(String))).toEqual(new Set(expected.filter(({ length }) => length > 1).map(String)));
      }),
    );
  });
});

it("every proof is a chain of entries that each let the next hop in", () => {
  fc.assert(
    fc.property(estates, (estate) => {
      const [graph, pairs] = [new AccessGraph(estate), new Pairs(estate)];
      const limits = { through: ONWARD, hops: Number.POSITIVE_INFINITY };
      const broken = graph.projects.flatMap(({ index }) => {
        const [reach, back] = [new Reach(graph, [index], limits), new ReachTo(graph, [index], limits)];
        return [
          ...[...reach.touched.values()].map((one) => [reach.proofOf(one), index, one.index, one.hops] as const),
          ...[...back.reached.values()].map((one) => [back.proofOf(one), one.index, index, one.hops] as const),
        ].filter(([hops, from, into, length]) => {
          const isWhole = hops[0]?.from === from && hops.at(-1)?.into === into && hops.length === length;
          return !isWhole || hops.some((_, at) => !holds(hops, at, { graph, pairs }));
        });
      });
      expect(broken).toEqual([]);
    }),
  );
});

/** Does a hop begin where the last one ended, does its entry let it in, and does the next hop go on by a way that goes on? */
function holds(hops: readonly Hop[], at: number, { graph, pairs }: { graph: AccessGraph; pairs: Pairs }): boolean {
  const hop = hops[at];
  if (hop === undefined || (at > 0 && hops[at - 1]?.into !== hop.from)) return false;
  const ways = pairs.ways(nameIn(graph)(hop.from), nameIn(graph)(hop.into));
  const isLast = at === hops.length - 1;
  return (hop.edge.grant.ways & ways) === hop.edge.grant.ways && (isLast || (ways & waysOf(ONWARD)) !== 0);
}

function indexOf(graph: AccessGraph, name: string): number {
  return graph.places.all.find((_, index) => nameIn(graph)(index) === name)?.index ?? -1;
}

function projectsOnly({ places }: AccessGraph, reached: ReadonlyMap<number, { readonly hops: number }>) {
  return new Map(
    [...reached].filter(([index]) => places.at(index).kind === "project" || places.at(index).path === undefined),
  );
}
