import fc from "fast-check";
import { AccessGraph } from "../../../../../cli/map/graph/graph";
import { csvOf } from "../../../../../cli/map/page/csv";
import { cellKey, matrixOf } from "../../../../../cli/map/page/matrix";
import { addressOf, NO_FILTERS, stateIn } from "../../../../../cli/map/page/state";
import { entry, estate, estates, project } from "../../../../support/map/estates";

it("has each entry in one cell, whatever group is looked into", () => {
  fc.assert(
    fc.property(estates, fc.constantFrom("", "acme", "acme/pay", "acme/pay/deep", "else"), (some, within) => {
      const graph = new AccessGraph(some);
      const { cells, rows, columns } = matrixOf(graph, within, NO_FILTERS);
      const grants = [...cells.values()].flatMap((cell) => cell.grants);
      expect(new Set(grants)).toEqual(new Set(graph.grants));
      expect(grants).toHaveLength(graph.grants.length);
      const known = new Set(rows.flatMap((row) => columns.map((column) => cellKey(row, column))));
      expect([...cells.keys()].filter((key) => !known.has(key))).toEqual([]);
    }),
  );
});

it("counts an entry for a group above what is looked into as all of that group", () => {
  const shop = project(1, "acme/shop/web", { entries: [entry("group", 9, "acme"), entry("group", 8, "acme/shop")] });
  const { rows, columns } = matrixOf(new AccessGraph(estate([shop])), "acme/shop", NO_FILTERS);
  expect(rows.map(({ label, kind }) => [label, kind])).toEqual([
    ["all of acme", "all"],
    ["all of acme/shop", "all"],
  ]);
  expect(columns.map(({ label, kind }) => [label, kind])).toEqual([["web", "project"]]);
});

it("folds the smallest lines where there are too many, and loses no entry", () => {
  const callers = Array.from({ length: 60 }, (_, index) => entry("project", 100 + index, `acme/c${index}/x`));
  const { rows, cells } = matrixOf(
    new AccessGraph(estate([project(1, "acme/a/x", { entries: callers })])),
    "acme",
    NO_FILTERS,
  );
  expect(rows).toHaveLength(37);
  expect(rows.at(-1)).toMatchObject({ kind: "more", label: "24 more", entries: 24 });
  expect([...cells.values()].flatMap(({ grants }) => grants)).toHaveLength(60);
});

it("the address holds what is on the screen", () => {
  const filters = {
    ...NO_FILTERS,
    ways: ["push"] as const,
    through: [],
    permission: "read_jobs",
    group: "acme/a&b",
    unusedOnly: true,
  };
  const state = { view: "project", within: "", project: 7, hops: 3, filters } as const;
  expect(stateIn(addressOf(state))).toEqual(state);
  expect(stateIn("#nonsense?hops=99&ways=all&project=x")).toMatchObject({
    view: "overview",
    hops: 3,
    filters: { ways: NO_FILTERS.ways },
  });
});

it("a spreadsheet takes no cell of a CSV for a formula", () => {
  expect(
    csvOf(
      ["Project", "=x"],
      [
        ["@SUM(1)", 3],
        ['say "hi",\nthere', -1],
      ],
    ),
  ).toBe('"Project","\'=x"\r\n"\'@SUM(1)",3\r\n"say ""hi"",\nthere",-1\r\n');
});
