import type { Named, World } from "../../support/gitlab/world";
import type { PulumiProject } from "../../support/pulumi-project";
import { fails, scenario, succeeds } from "../../support/scenario";

const pack = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

/** A token of a project, and a variable that isn't masked and holds something of it. */
function holding(value: string, { path }: Named): string {
  return `
    const config = new pulumi.Config();
    const token = new gitlab.RotatingProjectToken("nightly", {
      project: "${path}", name: "nightly", scopes: ["read_api"], accessLevel: "reporter",
      rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
    });
    new gitlab.ProjectVariable("bare", { project: "${path}", key: "BARE", value: ${value}, protected: true });
  `;
}

/** The token's value as GitLab handed it out: the variable shows it. */
async function tokenIn({ api }: World, { id }: Named): Promise<string> {
  return (await api.get<{ value: string }>(`/projects/${id}/variables/BARE`)).value;
}

async function made(project: PulumiProject, program: string): Promise<void> {
  await project.program(program);
  await succeeds(project.up());
}

describe("require-protected-masked-variable", () => {
  it(
    "refuses a variable that holds a token since before the pack, and shows no value",
    scenario(async ({ world, project, billing }) => {
      await made(project, holding("token.token", billing));

      const refused = await fails(project.preview(...pack));

      expect(refused).toContain("'bare' holds the token of 'nightly' and is not masked. Set masked: true.");
      expect(refused).not.toContain(await tokenIn(world, billing));
    }),
  );

  it(
    "knows the token in a variable that got it through the configuration",
    scenario(async ({ world, project, billing }) => {
      await made(project, holding("token.token", billing));
      const value = await tokenIn(world, billing);
      await succeeds(project.run(["config", "set", "--secret", "copied", value]));
      await project.program(holding('config.requireSecret("copied")', billing));

      const refused = await fails(project.preview(...pack));

      expect(refused).toContain("'bare' holds the token of 'nightly'");
      expect(refused).not.toContain(value);
    }),
  );

  it(
    "lets a variable be that holds what everybody may know of a token",
    scenario(async ({ project, billing }) => {
      await made(project, holding("token.tokenId", billing));

      await succeeds(project.preview(...pack));
    }),
  );
});
