import { answerTo } from "../../../../cli/map/asked";
import { estateOf } from "../../../../cli/map/estate-of";
import { formatted } from "../../../../cli/map/formats/formats";
import { AccessGraph } from "../../../../cli/map/graph/graph";
import { hostileEstate } from "../../../support/map/hostile";
import { inventoryOf } from "../../../support/map/inventory-of";
import { smallEstate } from "../../../support/map/small-estate";

interface Node {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}
interface Edge {
  readonly kind: string;
  readonly start: Readonly<Record<string, string>>;
  readonly end: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

function data(format: "opengraph" | "opengraph-schema", records = smallEstate) {
  const graph = new AccessGraph(estateOf(inventoryOf(records), []));
  const question = { from: undefined, to: undefined, limits: { through: [], hops: 1 } };
  return JSON.parse(formatted(format, answerTo(question, graph), graph));
}

/** Primitives, and lists of one kind of them. */
function isPlain(value: unknown): boolean {
  if (!Array.isArray(value)) return ["boolean", "number", "string"].includes(typeof value);
  return value.every((item) => typeof item !== "object" && typeof item === typeof value[0]);
}

describe.each([
  ["a small estate", smallEstate],
  ["an estate with hostile names", hostileEstate()],
])("the OpenGraph of %s", (_, records) => {
  const { metadata, graph, ...rest } = data("opengraph", records);
  const nodes: readonly Node[] = graph.nodes;
  const edges: readonly Edge[] = graph.edges;
  const schema = data("opengraph-schema");
  const kinds = (of: readonly { name: string }[]) => new Set(of.map(({ name }) => name));

  // https://bloodhound.specterops.io/opengraph/developer/metadata, /nodes, /edges and /graph-definition, as of November 2026
  it("has no keys but those that BloodHound takes", () => {
    expect(rest).toEqual({});
    expect(Object.keys(metadata)).toEqual(["source_kind"]);
    expect(Object.keys(graph)).toEqual(["nodes", "edges"]);
  });

  it("has nodes with unique ids, at most two kinds beside the source's, and flat properties in lower case", () => {
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    for (const { id, kinds: own, properties } of nodes) {
      expect(id).not.toBe("");
      expect(own.length).toBeLessThanOrEqual(2);
      for (const kind of own) expect(kinds(schema.node_kinds)).toContain(kind);
      expect(Object.keys(properties).filter((name) => name === "objectid" || /[^a-z]/.test(name))).toEqual([]);
      expect(Object.values(properties).filter((value) => !isPlain(value))).toEqual([]);
    }
  });

  it("has edges between its nodes, of kinds that the extension's schema defines", () => {
    const ids = new Set(nodes.map(({ id }) => id));
    for (const { kind, start, end, properties } of edges) {
      expect(kind).toMatch(/^[A-Za-z0-9_]+$/);
      expect(kinds(schema.relationship_kinds)).toContain(kind);
      for (const endpoint of [start, end]) {
        expect(Object.keys(endpoint)).toEqual(["match_by", "value"]);
        expect(endpoint.match_by).toBe("id");
        expect(ids).toContain(endpoint.value);
      }
      expect(Object.values(properties).filter((value) => !isPlain(value))).toEqual([]);
    }
  });
});

it("the schema's names begin with its namespace, and a path goes on through what changes or starts something", () => {
  const { schema, node_kinds, relationship_kinds, environments } = data("opengraph-schema");
  for (const { name } of [...node_kinds, ...relationship_kinds])
    expect(name).toMatch(new RegExp(`^${schema.namespace}_\\w+$`));
  expect(schema.version).toMatch(/^v\d+\.\d+\.\d+/);
  expect(node_kinds.map(({ name }: { name: string }) => name)).toContain(environments[0].environment_kind);
  expect(
    Object.fromEntries(
      relationship_kinds.map((kind: { name: string; is_traversable: boolean }) => [
        kind.name.split("_")[1],
        kind.is_traversable,
      ]),
    ),
  ).toEqual({
    ...{ MemberOf: true, CanRead: false, CanTrigger: true, CanWrite: true, CanPush: true },
  });
});

it("every edge and the node of the GitLab say that this is an upper bound", () => {
  const { nodes, edges } = data("opengraph").graph;
  expect(nodes[0].properties.upperbound).toMatch(/upper bound/);
  expect(
    edges.filter(
      ({ kind, properties }: Edge) => !/MemberOf/.test(kind) && !/upper bound/.test(String(properties.upperbound)),
    ),
  ).toEqual([]);
});
