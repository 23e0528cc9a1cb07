import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as rules from "../../../policies/index";
import { policyPrograms } from "../../support/policy-programs";
import type { PulumiProject } from "../../support/pulumi-project";
import { scenario, succeeds } from "../../support/scenario";

const table = Object.entries(policyPrograms);
const isByPath = ([, { hasIds }]: (typeof table)[number]) => hasIds !== true;

/** A line of the CLI about one violation: its level, the rule and the resource. */
const VIOLATION = /^\s*- \[(\w+)\].*?\s([a-z-]+) {2}\(\S+ (.+)\)$/gm;

function violationsIn(output: string): string[] {
  return [...output.matchAll(VIOLATION)].map(([, level, rule, resource]) => `${level} ${rule}: ${resource}`);
}

/** What the rules of these rows have to say of their bad programs. */
function refusals(rows: typeof table): string[] {
  const levels = new Map(Object.values(rules).map(({ name, enforcementLevel }) => [name, enforcementLevel]));
  return rows.flatMap(([rule, { refuses, config }]) =>
    refuses.map((name) => `${typeof config === "string" ? config : levels.get(rule)} ${rule}: ${name}`),
  );
}

/** Programs as one, with the pack and what the whole table configures. */
async function preview(project: PulumiProject, programs: readonly string[]) {
  const config = table.flatMap(([rule, { config }]) => (config === undefined ? [] : [[rule, config]]));
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(config)));
  await project.program(programs.map((lines) => `{${lines}}`).join("\n"));
  const pack = "node_modules/pulumi-gitlab-ci-access/policies";
  return project.preview("--policy-pack", pack, "--policy-pack-config", file);
}

it("every rule of the pack has its programs", () => {
  const names = Object.values(rules).map(({ name }) => name);

  expect(Object.keys(policyPrograms).sort()).toEqual(names.sort());
  expect(table.filter(([, { refuses }]) => refuses.length === 0)).toEqual([]);
});

it.each([
  ["", table.filter(isByPath)],
  [", with ids", table.filter((row) => !isByPath(row))],
])("every rule refuses its bad program through the real engine, at its level%s", (_what, rows) =>
  scenario(async ({ project }) => {
    const bad = rows.map(([, programs]) => programs.bad);
    const said = violationsIn((await preview(project, bad)).output);

    expect(rows.length).toBeGreaterThan(0);
    expect(refusals(rows).filter((refusal) => !said.includes(refusal))).toEqual([]);
  })(),
);

it(
  "no rule has anything to say about a good program",
  scenario(async ({ project }) => {
    const good = table.map(([, programs]) => programs.good);

    expect(violationsIn(await succeeds(preview(project, good)))).toEqual([]);
  }),
);
