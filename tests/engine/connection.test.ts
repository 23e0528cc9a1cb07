import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../support/gitlab/world";
import { fails, scenario, succeeds } from "../support/scenario";

const noAmbientSettings = () => ({ GITLAB_BASE_URL: "", GITLAB_TOKEN: "" });

it(
  "serves two instances in one program, each with its own credential",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    const other = await startSimulator();
    try {
      const otherWorld = await World.create(other.url, other.token);
      const [app, tool] = [await otherWorld.project("app"), await otherWorld.project("tool")];
      await project.program(`
        const other = new gitlab.Provider("other", { baseUrl: "${other.url}", token: "${other.token}" });
        new gitlab.ScopeAllowlistEntry("here", { project: "${billing.path}", targetProject: "${deploy.path}" });
        new gitlab.ScopeAllowlistEntry("there", { project: "${app.path}", targetProject: "${tool.path}" }, { provider: other });
      `);
      other.requests.clear();

      await succeeds(project.up());

      expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
      expect(await otherWorld.allowlist(app, "project")).toEqual([tool.id]);
      expect(other.requests.matching({ status: 401 })).toEqual([]);
      expect(await project.stateText()).not.toContain(other.token);
      expect(await project.stateText()).not.toContain(simulator.token);
      await succeeds(project.up("--expect-no-changes"));
      await succeeds(project.destroy());
      expect(await otherWorld.allowlist(app, "project")).toEqual([]);
    } finally {
      await other.close();
    }
  }),
);

it(
  "works with the stack's own configuration, also where the program does not run, sends nothing to the GitLab that runs the pipeline, and uses GITLAB_TOKEN where the token of the last update is no longer valid",
  scenario(
    async ({ simulator, world, project, billing, deploy }) => {
      const ofPipeline = await startSimulator();
      const run = (verb: string, env = {}, ...args: string[]) =>
        project.run([verb, "--yes", "--skip-preview", ...args], { CI_API_V4_URL: `${ofPipeline.url}/api/v4`, ...env });
      const programs = [
        `const entry = new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });
         new gitlab.JobTokenScope("billing", { project: "${billing.path}" }, { dependsOn: [entry] });`,
        `throw new Error("the program ran");`,
      ] as const;
      const deployed = async () => {
        await project.program(programs[0]);
        await succeeds(run("up"));
        expect([await world.allowlist(billing, "project"), await world.isClosed(billing)]).toEqual([[deploy.id], true]);
        await project.program(programs[1]);
      };
      try {
        const own = await world.tokenOf("maintainer");
        await project.configure({ "gitlab:baseUrl": `${simulator.url}/api/v4/` });
        await succeeds(project.run(["config", "set", "--secret", "gitlab:token", own]));
        await deployed();
        await succeeds(run("refresh", {}, "--expect-no-changes"));
        expect(await project.stateText()).not.toContain(own);
        await succeeds(run("destroy"));
        expect(await world.allowlist(billing, "project")).toEqual([]);

        await deployed();
        const self = `${simulator.url}/api/v4/personal_access_tokens/self`;
        await fetch(self, { method: "DELETE", headers: { "private-token": own } });
        const refused = await fails(run("refresh"));
        expect(refused).toContain("GitLab did not accept the token from the configuration gitlab:token");
        expect(refused).not.toContain(own);
        await succeeds(run("destroy", { GITLAB_TOKEN: simulator.token }));
        expect(await world.allowlist(billing, "project")).toEqual([]);
        expect(ofPipeline.requests).toHaveLength(0);
      } finally {
        await ofPipeline.close();
      }
    },
    { env: noAmbientSettings },
  ),
);

it(
  "refuses to apply the state of one GitLab to another, until it is said to be the same one",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    const other = await startSimulator();
    try {
      await project.program(
        `new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });`,
      );
      await succeeds(project.up());
      const elsewhere = { GITLAB_BASE_URL: other.url, GITLAB_TOKEN: other.token };
      for (const refused of [
        await fails(project.run(["up", "--yes"], elsewhere)),
        await fails(project.run(["destroy", "--yes", "--skip-preview"], elsewhere)),
      ]) {
        expect(refused).toContain(`belongs to the GitLab at ${simulator.url}`);
        expect(refused).toContain(`GITLAB_CI_ACCESS_RENAMED_FROM=${simulator.url}`);
      }
      expect(other.requests).toHaveLength(0);
      expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);

      const sameUnderNewName = {
        GITLAB_BASE_URL: simulator.url.replace("127.0.0.1", "localhost"),
        GITLAB_CI_ACCESS_RENAMED_FROM: simulator.url,
      };
      await succeeds(project.run(["up", "--yes", "--skip-preview"], sameUnderNewName));
      await succeeds(
        project.run(["up", "--yes", "--skip-preview", "--expect-no-changes"], {
          GITLAB_BASE_URL: sameUnderNewName.GITLAB_BASE_URL,
        }),
      );
    } finally {
      await other.close();
    }
  }),
);
