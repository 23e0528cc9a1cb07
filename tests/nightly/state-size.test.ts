import { scenario, succeeds } from "../support/scenario";

it(
  "stores 200 entries with paths of 25 characters in at most 245 kB, besides the stack traces that Pulumi keeps",
  scenario(async ({ world, project, billing }) => {
    const targets = await Promise.all(
      Array.from({ length: 200 }, (_, index) => world.project(`caller-${index + 100}`)),
    );
    const path = (target: { path: string }) => target.path.slice(-25).padStart(25, "x");
    await project.program(`
      for (const [name, targetProject] of ${JSON.stringify(targets.map((target) => [path(target), target.path]))}) {
        new gitlab.ScopeAllowlistEntry(name, { project: "${billing.path}", targetProject });
      }
    `);

    await succeeds(project.up());

    const resources = await project.resources();
    expect(resources).toHaveLength(200);
    expect(resources.every(({ inputs }) => String(inputs.__provider).length <= 128)).toBe(true);
    expect(String(targets[0]?.path).length).toBeGreaterThanOrEqual(25);
    // Stack traces are as long as the paths of the program and of the SDK on this machine.
    const state = JSON.parse(await project.stateText(), (key, value) => (key === "stackTrace" ? undefined : value));
    expect(JSON.stringify(state).length).toBeLessThanOrEqual(245_000);
  }),
);
