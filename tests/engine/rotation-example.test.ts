import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { scenario, succeeds, summaryOf } from "../support/scenario";

const example = resolve(__dirname, "../../examples/rotation");

it(
  "runs examples/rotation as it is: the pipelines' variables hold values that work, and a second run changes nothing",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    await cp(example, project.dir, { recursive: true, filter: (source) => !source.endsWith("Pulumi.yaml") });
    const settings = await readFile(join(project.dir, "Pulumi.yaml"), "utf8");
    await writeFile(
      join(project.dir, "Pulumi.yaml"),
      settings.replace("typescript: false", "typescript: true").replace("index.js", "index.ts"),
    );
    const program = await readFile(join(example, "index.ts"), "utf8");
    await writeFile(join(project.dir, "index.ts"), program.replaceAll('"acme', `"${world.group.path}`));

    expect(summaryOf(await succeeds(project.up()))).toEqual({ create: 7 });
    await succeeds(project.up("--expect-no-changes"));
    await succeeds(project.refresh("--expect-no-changes"));

    for (const [{ id }, key] of [
      [deploy, "BILLING_SOURCES_TOKEN"],
      [billing, "REPORTS_TOKEN"],
    ] as const) {
      const { value } = await world.api.get<{ value: string }>(`/projects/${id}/variables/${key}`);
      const answer = await fetch(`${simulator.url}/api/v4/personal_access_tokens/self`, {
        headers: { "private-token": value },
      });
      expect(answer.status).toBe(200);
    }
    await succeeds(project.destroy());
  }),
);
