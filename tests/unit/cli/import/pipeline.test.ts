import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { pipelineText } from "../../../../cli/import/pipeline";

const Jobs = z.record(z.string(), z.unknown());

/** The jobs of a pipeline. `!reference` becomes the list that it stands before. */
function jobsIn(text: string): Record<string, unknown> {
  return Jobs.parse(parse(text, { customTags: [{ tag: "!reference", collection: "seq" }] }));
}

const example = (name: string) => readFileSync(join(__dirname, "../../../../examples", name, ".gitlab-ci.yml"), "utf8");
const asStacks = (text: string) => text.replaceAll("SHARD", "STACK").replaceAll(".shards", ".stacks");
const ours = jobsIn(pipelineText({ names: ["payments", "platform"], policies: "policies.json" }));
const fleet = jobsIn(asStacks(example("fleet")));
const whole = jobsIn(example("ci-pipeline"));

it.each([".install", ".policies", "default", ".stacks", ".on merge requests", "preview", "comment"])(
  "%s is the fleet's",
  (job) => {
    expect(ours[job]).toBeDefined();
    expect(ours[job]).toEqual(fleet[job]);
  },
);

it("applies as the fleet does, when ci-pipeline does: it has a schedule, too", () => {
  const { rules } = z.object({ rules: z.unknown() }).parse(whole[".on the default branch"]);
  expect(ours.up).toEqual({ ...z.object({}).loose().parse(fleet.up), rules });
});

it("runs in the pipelines of ci-pipeline, and looks for drift as it does, stack by stack", () => {
  expect(ours.workflow).toEqual(whole.workflow);
  const theirs = JSON.stringify(whole["drift of access"])
    .replace("--cwd access --stack prod", "--stack $STACK")
    .replace(" --due-within 7d", "")
    .replace("access-prod", "access-$STACK");
  expect(ours.drift).toMatchObject({ ...JSON.parse(theirs), extends: ".stacks", stage: "watch" });
});

it("names the stack's own waivers where there are several", () => {
  const text = pipelineText({ names: ["a", "b"], policies: "policies.$STACK.json" });
  expect(text).toContain("--policy-pack-config $TOOLS/policies.$STACK.json");
  expect(text).toContain("Put this folder's policies.$STACK.json into the image");
});

it("quotes the names of stacks that GitLab would read as something else", () => {
  const text = pipelineText({ names: ["acme-data", "on", "No", "1.10", "2024", "v1.x"], policies: "policies.json" });
  expect(text).toContain('      - STACK: [acme-data, "on", "No", "1.10", "2024", "v1.x"]\n');
});
