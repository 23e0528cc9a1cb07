import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as rules from "../../../policies/index";
import { policyPrograms } from "../../support/policy-programs";
import type { PulumiProject } from "../../support/pulumi-project";
import { fails, scenario, succeeds } from "../../support/scenario";

const table = Object.entries(policyPrograms);

/** A line of the CLI about one violation: its level, the rule and the resource. */
const VIOLATION = /^\s*- \[(\w+)\].*?\s([a-z-]+) {2}\(\S+ (.+)\)$/gm;

function violationsIn(output: string): string[] {
  return [...output.matchAll(VIOLATION)].map(([, level, rule, resource]) => `${level} ${rule}: ${resource}`);
}

/** All programs of a kind as one, with the pack and what the table configures. */
async function previewAll(project: PulumiProject, kind: "bad" | "good") {
  const config = table.flatMap(([rule, { config }]) => (config === undefined ? [] : [[rule, config]]));
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(config)));
  await project.program(table.map(([, programs]) => `{${programs[kind]}}`).join("\n"));
  return project.preview(
    "--policy-pack",
    "node_modules/pulumi-gitlab-ci-access/policies",
    "--policy-pack-config",
    file,
  );
}

it("every rule of the pack has its programs", () => {
  expect(Object.keys(policyPrograms).sort()).toEqual(
    Object.values(rules)
      .map(({ name }) => name)
      .sort(),
  );
});

it(
  "every rule refuses its bad program through the real engine, at its level",
  scenario(async ({ project }) => {
    const found = violationsIn(await fails(previewAll(project, "bad")));

    const levels = new Map(Object.values(rules).map(({ name, enforcementLevel }) => [name, enforcementLevel]));
    const wanted = table.flatMap(([rule, { refuses, config }]) =>
      refuses.map((name) => `${typeof config === "string" ? config : levels.get(rule)} ${rule}: ${name}`),
    );
    expect(found).toEqual(expect.arrayContaining(wanted));
  }),
);

it(
  "no rule has anything to say about a good program",
  scenario(async ({ project }) => {
    expect(violationsIn(await succeeds(previewAll(project, "good")))).toEqual([]);
  }),
);
