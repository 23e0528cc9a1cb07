import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as policies from "../../../policies/index";
import { docCommentOf } from "../../../tools/rules/doc-comment";
import type { PulumiProject } from "../../support/pulumi-project";
import { scenario, succeeds } from "../../support/scenario";

const rules = Object.values(policies).map(({ name, enforcementLevel }) => ({
  name,
  level: enforcementLevel === "disabled" ? "mandatory" : String(enforcementLevel),
}));

/** Of an id nobody can tell whether it is another's project: such programs run apart from the others. */
const hasIds = ({ name }: { readonly name: string }) =>
  /(project|target\w+): \d/i.test(docCommentOf(name).refused.program);

/** A line of the CLI about one violation: its level, the rule and the resource. */
const VIOLATION = /^\s*- \[(\w+)\].*?\s([a-z-]+) {2}\(\S+ (.+)\)$/gm;

function violationsIn(output: string): string[] {
  return [...output.matchAll(VIOLATION)].map(([, level, rule, resource]) => `${level} ${rule}: ${resource}`);
}

/** All resources of one rule's example bear its name, and belong to projects of its own. */
const APART = `
  const of = (rule) => Object.fromEntries(Object.entries(gitlab).map(([type, Resource]) => [type, function (name, args, options) {
    const project = String(args.project ?? "").replace("/", "/" + rule + "/");
    return new Resource(rule + " " + name, { ...args, ...(project.includes("/") ? { project } : {}) }, options);
  }]));
  const own = (rule) => ({ CustomResource: class extends pulumi.CustomResource {
    constructor(type, name, ...rest) { super(type, rule + " " + name, ...rest); }
  } });
`;

/** The examples as one program, with the pack and what the examples configure. */
async function preview(project: PulumiProject, title: "allowed" | "refused", names: readonly string[]) {
  const config = rules.map(({ name, level }) => [
    name,
    { enforcementLevel: level, ...docCommentOf(name)[title].config },
  ]);
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(config)));
  const blocks = names.map(
    (name) => `((gitlab, pulumi) => {${docCommentOf(name)[title].program}})(of("${name}"), own("${name}"));`,
  );
  await project.program([APART, ...blocks].join("\n"));
  const pack = "node_modules/pulumi-gitlab-ci-access/policies";
  return project.preview("--policy-pack", pack, "--policy-pack-config", file);
}

it.each([
  ["", rules.filter((rule) => !hasIds(rule))],
  [", with ids", rules.filter(hasIds)],
])("every rule refuses its example through the real engine, at its level%s", (_what, some) =>
  scenario(async ({ project }) => {
    const names = some.map(({ name }) => name);
    const said = violationsIn((await preview(project, "refused", names)).output);

    const silent = some.filter(
      ({ name, level }) => !said.some((violation) => violation.startsWith(`${level} ${name}: ${name} `)),
    );
    expect(some).not.toEqual([]);
    expect(silent).toEqual([]);
  })(),
);

it(
  "no rule has anything to say about what any rule's example allows, but that permissions are better",
  scenario(async ({ project }) => {
    const names = rules.map(({ name }) => name);

    const said = violationsIn(await succeeds(preview(project, "allowed", names)));

    const advice = "advisory require-entry-permissions: ";
    expect(said.filter((one) => !one.startsWith(advice))).toEqual([]);
    expect(said.filter((one) => one.startsWith(`${advice}require-entry-permissions`))).toEqual([]);
  }),
);
