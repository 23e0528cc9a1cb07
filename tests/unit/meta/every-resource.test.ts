import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as gitlab from "../../../provider";
import { KINDS } from "../../../provider/domain/kinds";
import { provider } from "../../../provider/handler";
import { tableIn, tablesIn } from "../../support/markdown";
import { rows } from "../../support/resources/table";

const types = Object.keys(KINDS).sort();
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const firstCells = (table: readonly (readonly string[])[]) => table.map(([first = ""]) => first);
/** Classes that are no resources of GitLab: a map is made of lists. */
const others = ["AccessMap", "Provider"];
const comingFrom = readFileSync(resolve(__dirname, "../../../docs/coming-from.md"), "utf8");

/** The places that know every resource, and that no compiler checks. A new resource that one of them lacks fails here, by the place's name. */
const places: Readonly<Record<string, readonly string[]>> = {
  "provider/index.ts exports its class": Object.entries(gitlab)
    .filter(([, value]) => "__pulumiType" in value)
    .map(([name]) => name),
  "the table of promises, tests/support/resources/table.ts, has a row of it": rows.map(({ type }) => type),
  "README.md, the table of resources, has a row of it": firstCells(tableIn("README.md", "resource")).filter(
    (name) => !others.includes(name),
  ),
  "docs/credentials.md, the table of roles and scopes, has a row of it": firstCells(
    tableIn("docs/credentials.md", "resource"),
  ).filter((name) => !others.includes(name)),
  "docs/coming-from.md has a table of its inputs": [...comingFrom.matchAll(/^### (.+)$/gm)]
    .flatMap(([, heading = ""]) => [...heading.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name))
    .filter((name) => types.includes(name)),
};

it.each(Object.entries(places))("%s", (_place, named) => {
  expect(sorted(named)).toEqual(types);
});

it.each(types)("%s is named by its class as by the table, and runs by that name", (type) => {
  const classes = new Map<string, unknown>(Object.entries(gitlab));
  expect(classes.get(type)).toHaveProperty("__pulumiType", `pulumi-nodejs:dynamic/gitlab:${type}`);
  expect(provider(type)).toHaveProperty("create");
});

it.each(["Unheard", "toString"])("%s, which the table does not have, is refused with the way out", (type) => {
  expect(() => provider(type)).toThrow(`no resource "${type}": it may come from a newer version of the package`);
});

it("the guide's tables are found", () => {
  expect(tablesIn(comingFrom, "input").length).toBeGreaterThan(4);
});
