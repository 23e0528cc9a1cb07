import type { InventoryRecord } from "../../../../cli/inventory/record";
import { answerTo } from "../../../../cli/map/asked";
import { estateOf } from "../../../../cli/map/estate-of";
import { type Format, formatted } from "../../../../cli/map/formats/formats";
import { AccessGraph } from "../../../../cli/map/graph/graph";
import { ONWARD } from "../../../../cli/map/graph/ways";
import { HOSTILE_NAMES, hostileEstate } from "../../../support/map/hostile";
import { inventoryOf } from "../../../support/map/inventory-of";
import { largeEstate } from "../../../support/map/large-estate";
import { smallEstate } from "../../../support/map/small-estate";

const limits = { through: ONWARD, hops: Number.POSITIVE_INFINITY };

function drawn(
  format: Format,
  records: readonly InventoryRecord[],
  names: { from?: string; to?: string } = {},
): string {
  const graph = new AccessGraph(estateOf(inventoryOf(records), []));
  const at = (name: string | undefined) => (name === undefined ? undefined : graph.places.find(name));
  return formatted(format, answerTo({ from: at(names.from), to: at(names.to), limits }, graph), graph);
}

it("mermaid draws each place once, a group as one box, and what an entry opens on its arrow", () => {
  expect(drawn("mermaid", smallEstate, { to: "acme/vault" }).split("\n")).toEqual([
    expect.stringMatching(/^%% This is an upper bound/),
    "flowchart LR",
    '  n0["acme/legacy (open, public)"]',
    '  n1["acme/platform/deploy (takes pushes)"]',
    '  n2["acme/platform/images (archived)"]',
    '  n3["acme/vault"]',
    '  n4["acme/website"]',
    '  n6[["group acme/platform"]]',
    '  n7["project 77 (hidden)"]',
    "  n1 -.-|in| n6",
    "  n2 -->|read, trigger| n3",
    "  n6 ==>|read, trigger, write| n3",
    "  n0 ==>|read, trigger, write, push| n1",
    "  n4 ==>|read, trigger, write, push| n1",
    "  n7 -->|read, trigger| n1",
    expect.stringMatching(/classDef open/),
    expect.stringMatching(/classDef focus/),
    expect.stringMatching(/classDef unread/),
    "  class n0 open",
    "  class n3 focus",
    "  class n7 unread",
  ]);
});

it("dot draws the same", () => {
  const dot = drawn("dot", smallEstate, { to: "acme/vault" });
  expect(dot).toContain('n0 [label="acme/legacy\\nopen\\npublic", color="#c91c00"]');
  expect(dot).toContain('n4 -> n1 [label="read, trigger, write, push", penwidth=2]');
  expect(dot).toContain('n1 -> n6 [style=dotted, arrowhead=none, label="in"]');
});

it.each(["mermaid", "dot"] as const)("%s refuses a picture that nobody could read, and says what to do", (format) => {
  const many = largeEstate({ projects: 400, entries: 1_000 });
  expect(() => drawn(format, many)).toThrow(/would have \d+ boxes and \d+ arrows.*--to, --from, --hops or --through/);
});

describe("hostile names", () => {
  const names = { to: HOSTILE_NAMES[6] };

  it("are labels in Mermaid, and no syntax", () => {
    const lines = drawn("mermaid", hostileEstate(), names).split("\n");
    const known = [
      /^%% /,
      /^flowchart LR$/,
      /^ {2}n\d+\[{1,2}"[^"[\]<>{}|;]*(?:#\d+;[^"[\]<>{}|;]*)*"\]{1,2}$/,
      /^ {2}n\d+ (?:-->|==>)\|[a-z, ]+\| n\d+$/,
    ];
    const more = [/^ {2}classDef [\w# :,-]+$/, /^ {2}class n\d+ (?:open|focus|unread)$/, /^ {2}n\d+ -\.-\|in\| n\d+$/];
    expect(lines.filter((line) => ![...known, ...more].some((form) => form.test(line)))).toEqual([]);
  });

  it("are strings in DOT, and no attributes", () => {
    const labels = drawn("dot", hostileEstate(), names).match(/^ {2}n\d+ \[label=.*$/gm) ?? [];
    expect(labels).toHaveLength(HOSTILE_NAMES.length);
    for (const label of labels)
      expect(label).toMatch(/^ {2}n\d+ \[label="(?:[^"\\]|\\[\\"n])*"(?:, (?:penwidth=2|color="#c91c00"))*\]$/);
  });

  it.each(["text", "json", "opengraph", "mermaid", "dot"] as const)(
    "move no cursor and turn no direction in %s",
    (format) => {
      expect(drawn(format, hostileEstate(), names)).not.toMatch(/(?!\n)[\p{Cf}\p{Cc}]/u);
      expect(drawn(format, hostileEstate())).not.toMatch(/(?!\n)[\p{Cf}\p{Cc}]/u);
    },
  );

  it("are still the names in JSON", () => {
    const { routes } = JSON.parse(drawn("json", hostileEstate(), names));
    const paths = routes.map(({ path }: { path: string }) => path);
    expect(new Set(paths)).toEqual(new Set(HOSTILE_NAMES.filter((name) => name !== names.to)));
  });
});

it("json has the way of each route, and an overview has every project's ranks", () => {
  const { routes } = JSON.parse(drawn("json", smallEstate, { from: "acme/website", to: "acme/vault" }));
  expect(routes).toEqual([
    {
      ...{ kind: "project", id: 4, path: "acme/vault", marks: [], projects: 1, confirmed: true },
      hops: [
        expect.objectContaining({ from: "acme/website", into: "acme/platform/deploy" }),
        {
          ...{ from: "acme/platform/deploy", into: "acme/vault" },
          ways: [
            { way: "read", role: "guest" },
            { way: "trigger", role: "developer" },
            { way: "write", role: "developer" },
          ],
          entry: { kind: "group", id: 20, path: "acme/platform", permissions: "default" },
        },
      ],
    },
  ]);
  expect(JSON.parse(drawn("json", smallEstate)).ranks).toHaveLength(5);
});
