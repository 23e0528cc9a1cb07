import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { fileSchema, setsSchema } from "../../../../provider/map/schema";
import { readingOf } from "./map-folder";

const repository = resolve(__dirname, "../../../..");
const read = (name: string) => JSON.parse(readFileSync(join(repository, "schemas", name), "utf8"));
// The dialect that zod reads back; what it says of a file is what an editor says.
const file = z.fromJSONSchema(read("access.schema.json"));

it.each([
  ["access.schema.json", fileSchema()],
  ["sets.schema.json", setsSchema()],
])("schemas/%s is what the reader knows; else run: npm run rules", (name, schema) => {
  expect(read(name)).toEqual(schema);
});

it("they are in the package", () => {
  expect(JSON.parse(readFileSync(join(repository, "package.json"), "utf8")).files).toContain("schemas");
});

const project = (text: string) => `projects: { acme/shop: ${text} }`;

it.each([
  project("{ enabled: true, projects: [acme/deploy, 42, { project: acme/etl }], groups: [{ group: 7 }, acme] }"),
  project("{ groups: [], replaceExisting: true, reason: agreed, was: [a, b] }"),
  `defaults: { groups: [] }\n${project("~")}`,
  project(
    "{ permissions: default, groups: [{ group: acme, permissions: [] }], pushRepositoryForJobTokenAllowed: true }",
  ),
])("the editor and the reader take %s", async (text) => {
  expect((await readingOf({ "acme.yaml": text })).problems).toEqual([]);
  expect(file.safeParse(parse(text)).success).toBe(true);
});

it.each([
  project("{ enabld: true, groups: [] }"),
  project("{ enabled: yes, groups: [] }"),
  project("{ projects: acme/deploy }"),
  project("{ projects: ~ }"),
  project("{ projects: [~] }"),
  project("{ projects: [{ group: acme }] }"),
  project("{ groups: [], was: 7 }"),
  project("{ groups: [], permissions: some }"),
  project("{ groups: [{ permissions: [] }] }"),
  "defaults: { groups: [] }",
  `defaults: { reason: x }\n${project("{ groups: [] }")}`,
])("the editor and the reader refuse %s", async (text) => {
  expect((await readingOf({ "acme.yaml": text })).problems).not.toEqual([]);
  expect(file.safeParse(parse(text)).success).toBe(false);
});
