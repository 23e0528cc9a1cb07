import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { works } from "../support/live-secrets";
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

    expect(summaryOf(await succeeds(project.up()))).toEqual({ create: 8 });
    await succeeds(project.up("--expect-no-changes"));
    await succeeds(project.refresh("--expect-no-changes"));

    for (const variable of [
      `/projects/${deploy.id}/variables/BILLING_SOURCES_TOKEN`,
      `/projects/${billing.id}/variables/REPORTS_TOKEN`,
      `/groups/${world.group.id}/variables/PACKAGES_TOKEN`,
    ]) {
      const { value } = await world.api.get<{ value: string }>(variable);
      expect(await works(simulator, value)).toBe(true);
    }
    await succeeds(project.destroy());
  }),
);
