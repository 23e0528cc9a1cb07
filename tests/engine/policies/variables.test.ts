import { fails, scenario, succeeds } from "../../support/scenario";

const pack = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

it(
  "require-protected-masked-variable refuses what holds a token since before the pack, also through the configuration, shows no value, and lets be what everybody may know",
  scenario(async ({ world, project, billing }) => {
    const program = (copied: string) =>
      project.program(`
        const config = new pulumi.Config();
        const token = new gitlab.RotatingProjectToken("nightly", {
          project: "${billing.path}", name: "nightly", scopes: ["read_api"], accessLevel: "reporter",
          rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
        });
        const variable = (name, value) =>
          new gitlab.ProjectVariable(name, { project: "${billing.path}", key: name.toUpperCase(), value, protected: true });
        variable("bare", token.token);
        variable("public", token.tokenId);
        ${copied}
      `);
    await program("");
    await succeeds(project.up());
    const { value } = await world.api.get<{ value: string }>(`/projects/${billing.id}/variables/BARE`);
    await succeeds(project.run(["config", "set", "--secret", "copied", value]));
    await program('variable("copied", config.requireSecret("copied"));');

    const refused = await fails(project.preview(...pack));

    expect(refused).toContain("'bare' holds the token of 'nightly' and is not masked. Set masked: true.");
    expect(refused).toContain("'copied' holds the token of 'nightly'");
    expect(refused).not.toContain("'public'");
    expect(refused).not.toContain(value);
  }),
);
