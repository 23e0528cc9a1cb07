import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PulumiProject } from "../support/pulumi-project";
import { succeeds } from "../support/scenario";

const root = resolve(__dirname, "../..");
const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

it("pulumi preview in a clone previews the minimal example, with the policy pack and without a credential", async () => {
  const clone = await mkdtemp(join(tmpdir(), "gitlab-ci-access-clone-"));
  for (const part of ["Pulumi.yaml", "package.json", "examples/minimal"])
    await cp(join(root, part), join(clone, part), { recursive: true });
  const project = await PulumiProject.create({ from: clone, env: {} });
  try {
    const output = await succeeds(project.preview(...PACK));

    expect(output).toContain("pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist billing create");
    expect(output).toContain("⚠️ pulumi-gitlab-ci-access");
    expect(output).toContain("[advisory] [severity: medium]  require-entry-permissions");
    expect(output).not.toContain("[mandatory]");
  } finally {
    await project.remove();
    await rm(clone, { recursive: true });
  }
});
