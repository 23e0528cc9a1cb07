import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../support/gitlab/world";
import { fails, scenario, succeeds } from "../support/scenario";

/** Put together here, so that no file holds what looks like a token. */
const jobToken = ["glcbt", "64_abcdefghijklmnopqrst"].join("-");

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
  "never borrows another credential for an explicit provider",
  scenario(async ({ simulator, project, billing }) => {
    await project.program(`
      const acme = new gitlab.Provider("acme", { baseUrl: "${simulator.url}", tokenEnvironmentVariable: "ACME_TOKEN" });
      new gitlab.JobTokenScope("billing", { project: ${billing.id} }, { provider: acme });
    `);

    expect(await fails(project.up())).toContain(
      "The environment variable ACME_TOKEN, which the explicit provider names, is not set.",
    );

    await succeeds(project.run(["up", "--yes", "--skip-preview"], { ACME_TOKEN: simulator.token }));
  }),
);

it(
  "refreshes and destroys with the stack's own configuration, without running the program",
  scenario(
    async ({ simulator, world, project, billing, deploy }) => {
      await succeeds(project.run(["config", "set", "gitlab:baseUrl", `${simulator.url}/api/v4/`]));
      await succeeds(project.run(["config", "set", "--secret", "gitlab:token", simulator.token]));
      await project.program(
        `new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });`,
      );
      await succeeds(project.up());
      await project.program(`throw new Error("the program ran");`);

      await succeeds(project.refresh("--expect-no-changes"));
      await succeeds(project.destroy());

      expect(await world.allowlist(billing, "project")).toEqual([]);
      expect(await project.stateText()).not.toContain(simulator.token);
    },
    { env: noAmbientSettings },
  ),
);

it(
  "uses GITLAB_TOKEN where the token of the last update is no longer valid",
  scenario(
    async ({ simulator, world, project, billing, deploy }) => {
      const former = await world.tokenOf("maintainer");
      await succeeds(project.run(["config", "set", "gitlab:baseUrl", simulator.url]));
      await succeeds(project.run(["config", "set", "--secret", "gitlab:token", former]));
      await project.program(
        `new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });`,
      );
      await succeeds(project.up());
      await fetch(`${simulator.url}/api/v4/personal_access_tokens/self`, {
        method: "DELETE",
        headers: { "private-token": former },
      });

      const refused = await fails(project.refresh());
      expect(refused).toContain("GitLab did not accept the token from the configuration gitlab:token");
      expect(refused).not.toContain(former);

      await succeeds(
        project.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], { GITLAB_TOKEN: simulator.token }),
      );
      await succeeds(project.run(["destroy", "--yes", "--skip-preview"], { GITLAB_TOKEN: simulator.token }));
      expect(await world.allowlist(billing, "project")).toEqual([]);
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
      for (const command of ["preview", "up", "refresh", "destroy"]) {
        const yes = command === "preview" ? [] : ["--yes", "--skip-preview"];
        const refused = await fails(project.run([command, ...yes], elsewhere));
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

it(
  "sends nothing to the GitLab that runs the pipeline when the configuration names another",
  scenario(
    async ({ simulator, world, project, billing }) => {
      const ofPipeline = await startSimulator();
      try {
        await succeeds(project.run(["config", "set", "gitlab:baseUrl", simulator.url]));
        await project.program(`new gitlab.JobTokenScope("billing", { project: "${billing.path}" });`);

        await succeeds(
          project.run(["up", "--yes", "--skip-preview"], {
            CI_API_V4_URL: `${ofPipeline.url}/api/v4`,
            GITLAB_TOKEN: simulator.token,
          }),
        );

        expect(ofPipeline.requests).toHaveLength(0);
        expect(await world.isClosed(billing)).toBe(true);
      } finally {
        await ofPipeline.close();
      }
    },
    { env: noAmbientSettings },
  ),
);

describe("refuses before anything is sent", () => {
  it(
    "a token that is stored in plain text",
    scenario(async ({ simulator, project, billing }) => {
      await succeeds(project.run(["config", "set", "gitlab:token", "--plaintext", simulator.token]));
      await project.program(`new gitlab.JobTokenScope("billing", { project: ${billing.id} });`);
      simulator.requests.clear();

      expect(await fails(project.preview())).toContain("pulumi config set --secret gitlab:token");

      expect(simulator.requests).toHaveLength(0);
    }),
  );

  it.each([
    { what: "a job token", env: { GITLAB_TOKEN: jobToken } },
    { what: "a job token behind an instance prefix", env: { GITLAB_TOKEN: `acme-${jobToken}` } },
    {
      what: "the job's own token",
      env: { GITLAB_TOKEN: "eyJhbGciOi.eyJzdWIi.c2ln", CI_JOB_TOKEN: "eyJhbGciOi.eyJzdWIi.c2ln" },
    },
  ])("$what", ({ env }) =>
    scenario(async ({ simulator, project, billing }) => {
      await project.program(`new gitlab.JobTokenScope("billing", { project: ${billing.id} });`);
      simulator.requests.clear();

      const refused = await fails(project.run(["up", "--yes", "--skip-preview"], env));

      expect(refused).toContain("is a CI job token. GitLab does not accept job tokens for these endpoints");
      expect(refused).not.toContain(env.GITLAB_TOKEN);
      expect(simulator.requests).toHaveLength(0);
    })(),
  );

  it(
    "a program without any credential, naming all ways to give one",
    scenario(async ({ simulator, project, billing }) => {
      await project.program(`new gitlab.JobTokenScope("billing", { project: ${billing.id} });`);
      simulator.requests.clear();

      const refused = await fails(project.run(["up", "--yes", "--skip-preview"], { GITLAB_TOKEN: "" }));

      for (const way of ["GITLAB_TOKEN", "pulumi config set --secret gitlab:token", "new gitlab.Provider"])
        expect(refused).toContain(way);
      expect(simulator.requests).toHaveLength(0);
    }),
  );
});
