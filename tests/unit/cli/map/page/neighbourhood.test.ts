import fc from "fast-check";
import { estateOf } from "../../../../../cli/map/estate-of";
import { ReachTo } from "../../../../../cli/map/graph/backward";
import { Reach } from "../../../../../cli/map/graph/forward";
import { AccessGraph } from "../../../../../cli/map/graph/graph";
import { ONWARD } from "../../../../../cli/map/graph/ways";
import { neighbourhoodOf } from "../../../../../cli/map/page/neighbourhood/neighbourhood";
import { estates } from "../../../../support/map/estates";
import { inventoryOf } from "../../../../support/map/inventory-of";
import { largeEstate } from "../../../../support/map/large-estate";

const limits = { through: ONWARD, hops: 3 };
const folded = new Set<string>();

it("has in its columns what the graph reaches, at the same number of hops, and a line for each entry that the shortest ways use", () => {
  fc.assert(
    fc.property(estates, (estate) => {
      const graph = new AccessGraph(estate);
      for (const { index } of graph.projects) {
        const { columns, links } = neighbourhoodOf({ graph, focus: index, limits, unfolded: folded });
        const countsOf = (reached: Iterable<{ readonly hops: number }>, sign: number) => {
          const counts = new Map<number, number>();
          for (const { hops } of reached) counts.set(sign * hops, (counts.get(sign * hops) ?? 0) + 1);
          return counts;
        };
        const [to, from] = [new ReachTo(graph, [index], limits).reached, new Reach(graph, [index], limits).touched];
        const expected = new Map([[0, 1], ...countsOf(to.values(), -1), ...countsOf(from.values(), 1)]);
        expect(new Map(columns.map(({ hop, projects }) => [hop, projects]))).toEqual(expected);
        const linked = new Set(links.flatMap((link) => [link.from, link.into]));
        const alone = columns.flatMap(({ boxes }) => boxes).filter((box) => !linked.has(box));
        expect(alone.filter(({ hop }) => hop !== 0)).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});

describe("a large estate", () => {
  const graph = new AccessGraph(estateOf(inventoryOf(largeEstate({ projects: 600, entries: 6_000 })), []));
  const busy = [0, 99, 300].map((focus) => ({ graph, focus, limits, unfolded: folded }));

  it("makes no more than 300 boxes, however much is unfolded", () => {
    for (const asked of busy) {
      const { columns } = neighbourhoodOf(asked);
      const folds = columns.flatMap(({ boxes }) => boxes).filter(({ kind }) => kind === "fold");
      expect(folds.length).toBeGreaterThan(0);
      const unfolded = neighbourhoodOf({ ...asked, unfolded: new Set(folds.map(({ key }) => key)) });
      expect(unfolded.columns.flatMap(({ boxes }) => boxes).length).toBeLessThanOrEqual(300);
    }
  });

  it("shows what a fold holds when that is unfolded", () => {
    for (const asked of busy) {
      const [fold] = neighbourhoodOf(asked).columns.flatMap(({ boxes }) => boxes.filter(({ kind }) => kind === "fold"));
      const { columns } = neighbourhoodOf({ ...asked, unfolded: new Set([fold?.key ?? ""]) });
      const before = neighbourhoodOf(asked).columns.find(({ hop }) => hop === fold?.hop)?.boxes.length ?? 0;
      expect(columns.find(({ hop }) => hop === fold?.hop)?.boxes.length).toBeGreaterThan(before);
    }
  });
});
