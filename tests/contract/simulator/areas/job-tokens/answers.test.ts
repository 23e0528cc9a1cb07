import type { SimulatorOptions } from "../../../../../simulator";
import { DEVELOPER, GUEST, MAINTAINER, newProject, REPORTER } from "../../facts/world";
import { dataOf, query } from "../../graphql/graphql-api";
import { bodyOf, type Given, withSimulator } from "../../with-simulator";
import { aJob, asJob, basic, knockAt, type Situation } from "./jobs";

const PACKAGES = "GET /projects/:id/packages";

async function withJob(
  given: Situation,
  use: (job: Awaited<ReturnType<typeof aJob>> & Given) => Promise<void>,
  options: SimulatorOptions = {},
): Promise<void> {
  await withSimulator({ enforceJobTokenScope: false, ...options }, async (world) => {
    await use({ ...world, ...(await aJob(world.simulator, world.gitlab, given)) });
  });
}

/** The texts of lib/api/helpers.rb and lib/gitlab/git_access.rb name a project by its number, and by its path in older releases. */
describe.each([
  ["19.5", ({ id }: { id: number }) => `project #${id}`, ({ id }: { id: number }) => `project #${id}`],
  ["18.3", ({ path }: { path: string }) => path, ({ path }: { path: string }) => `project ${path}`],
])("GitLab %s tells a job", (version, named, numbered) => {
  it("that its project is not listed, and just that where its user may not see the project", async () => {
    for (const given of [{ level: MAINTAINER }, { listed: "project" }] as const)
      await withJob(
        given,
        async ({ gitlab, token, billing, deploy }) => {
          const answer = await asJob(gitlab, token, PACKAGES, { path: { id: billing.id } });

          const text = `Authentication by CI/CD job token not allowed from ${deploy.path} to ${named(billing)}.`;
          expect(bodyOf(answer)).toEqual({ message: `403 Forbidden - ${text}` });
        },
        { version },
      );
  });

  it("which permissions are missing", async () => {
    const given = { listed: "project", permissions: ["READ_JOBS"], level: MAINTAINER } as const;
    await withJob(
      given,
      async ({ gitlab, token, billing }) => {
        const path = { id: billing.id };
        const one = await asJob(gitlab, token, PACKAGES, { path });
        const two = await asJob(gitlab, token, "POST /projects/:id/deployments", { path });

        const beginning = `403 Forbidden - Insufficient permissions to access this resource in ${numbered(billing)}.`;
        expect([bodyOf(one), bodyOf(two)]).toEqual([
          { message: `${beginning} The following token permission is required: read_packages.` },
          {
            message: `${beginning} The following token permissions are required: admin_deployments and admin_environments.`,
          },
        ]);
      },
      { version },
    );
  });

  it.each([
    [
      "is not listed",
      { level: MAINTAINER },
      "git-upload-pack",
      (from: string, to: string) => `Authentication by CI/CD job token not allowed from ${from} to ${to}.`,
    ],
    [
      "runs for a guest",
      { listed: "project", level: GUEST },
      "git-upload-pack",
      () => "You are not allowed to download code from this project.",
    ],
    [
      "runs for a maintainer and pushes",
      { listed: "project", level: MAINTAINER },
      "git-receive-pack",
      () => "You are not allowed to push code to this project.",
    ],
  ] as const)("through git that it %s", async (_, given, service, text) => {
    await withJob(
      given,
      async ({ gitlab, token, billing, deploy }) => {
        expect(await knockAt(gitlab, token, billing.path_with_namespace, service)).toEqual({
          status: 403,
          text: text(deploy.path, named(billing)),
        });
      },
      { version },
    );
  });

  it("through git that its user has no access", async () => {
    await withJob(
      { listed: "project" },
      async ({ gitlab, token, billing }) => {
        const { text } = await knockAt(gitlab, token, billing.path_with_namespace, "git-upload-pack");

        expect(text).toBe(`Insufficient permissions to pull from the repository of ${numbered(billing)}.`);
      },
      { version },
    );
  });
});

describe("a job's token is taken", () => {
  it.each([
    ["as header JOB-TOKEN", (token: string) => ({ headers: { "job-token": token } })],
    ["as parameter job_token", (token: string) => ({ query: { job_token: token } })],
    ["as password of gitlab-ci-token", (token: string) => ({ headers: basic(token) })],
    ["as bearer", (token: string) => ({ headers: { authorization: `Bearer ${token}` } })],
  ])("%s", async (_, credential) => {
    await withJob({ own: true, level: REPORTER }, async ({ simulator, gitlab, token, billing, user }) => {
      const answer = await gitlab.send(PACKAGES, { path: { id: billing.id }, ...credential(token) });

      expect(answer.status).toBe(200);
      expect(simulator.requests.all.at(-1)).toMatchObject({ tokenKind: "job", user: user.username });
      expect(JSON.stringify(simulator.requests.all)).not.toContain(token);
    });
  });

  it("by /job, which shows the job", async () => {
    await withJob({}, async ({ gitlab, token, user }) => {
      const answer = await asJob(gitlab, token, "GET /job");

      expect(bodyOf(answer)).toMatchObject({ id: 1, status: "running", user: { username: user.username } });
    });
  });

  it("by git, which then lists an empty repository", async () => {
    await withJob({ own: true, level: DEVELOPER }, async ({ gitlab, token, billing }) => {
      const { text } = await knockAt(gitlab, token, billing.path_with_namespace, "git-upload-pack");

      expect(text).toBe("001e# service=git-upload-pack\n00000000");
    });
  });

  it("for nothing by GraphQL, other endpoints and projects that don't exist", async () => {
    await withJob({ own: true, level: MAINTAINER }, async ({ gitlab, token, billing }) => {
      const path = { id: billing.id };
      const as = { headers: { "job-token": token } };
      const statuses = [
        (await query(gitlab, "{ currentUser { id } }", { as: null, ...as })).status,
        (await asJob(gitlab, token, "GET /projects/:id/job_token_scope", { path })).status,
        (await asJob(gitlab, token, "GET /user")).status,
        (await asJob(gitlab, token, PACKAGES, { path: { id: 999_999 } })).status,
        (await knockAt(gitlab, token, "no/such", "git-upload-pack")).status,
      ];

      expect(statuses).toEqual([401, 401, 401, 404, 404]);
    });
  });

  it("no more when the job has ended, its user is blocked, or its project is gone", async () => {
    await withJob({ own: true, level: REPORTER }, async ({ simulator, gitlab, token, billing, user }) => {
      const status = async (each: string) => (await asJob(gitlab, each, PACKAGES, { path: { id: billing.id } })).status;
      const other = simulator.jobTokens.create({ project: billing.path_with_namespace, user: user.id });
      simulator.jobTokens.end(other);
      const ended = await status(other);
      await gitlab.post(`/users/${user.id}/block`);
      const blocked = await status(token);
      await gitlab.post(`/users/${user.id}/unblock`);
      expect([ended, blocked, await status(token)]).toEqual([401, 403, 200]);

      await gitlab.do("DELETE /users/:id", { path: { id: user.id } });
      expect(await status(token)).toBe(401);
    });
  });

  it("from a job that another process starts", async () => {
    await withJob({ own: true, level: REPORTER }, async ({ simulator, gitlab, billing, user }) => {
      const start = async (details: object) => {
        const body = JSON.stringify(details);
        const response = await fetch(`${gitlab.url}/__simulator/job-tokens`, { method: "POST", body });
        return { status: response.status, body: JSON.parse(await response.text()) };
      };
      const started = await start({ project: billing.path_with_namespace, user: user.username });
      const answer = await asJob(gitlab, started.body.token, PACKAGES, { path: { id: billing.id } });

      expect([started.status, answer.status]).toEqual([201, 200]);
      expect(simulator.issuedSecrets()).toContain(started.body.token);
      expect(await start({ project: "no/such", user: user.username })).toEqual({
        status: 400,
        body: { error: "There is no project no/such." },
      });
      expect((await start({ project: billing.id, user: "nobody" })).body.error).toBe("There is no user nobody.");
    });
  });
});

const LOG = `query($path: ID!) { project(fullPath: $path) { ciJobTokenAuthLogs { nodes { lastAuthorizedAt originProject { fullPath } } } } }`;

describe("the log of job tokens", () => {
  const given = { listed: "project", level: REPORTER } as const;
  const now = "2026-11-28T10:00:00Z";

  it("has each project once, five minutes after a use, by GitLab's clock", async () => {
    await withJob(
      given,
      async ({ simulator, gitlab, token, billing, deploy }) => {
        const log = async () =>
          (await dataOf(gitlab, LOG, { variables: { path: billing.path_with_namespace } })).project.ciJobTokenAuthLogs
            .nodes;
        const use = () => asJob(gitlab, token, PACKAGES, { path: { id: billing.id } });
        const originProject = { fullPath: deploy.path_with_namespace };
        await use();
        simulator.clock.advance({ minutes: 4 });
        await use();
        expect(await log()).toEqual([]);

        simulator.clock.advance({ minutes: 1 });
        expect(await log()).toEqual([{ lastAuthorizedAt: "2026-11-28T10:05:00.000Z", originProject }]);
        simulator.clock.advance({ hours: 1 });
        await knockAt(gitlab, token, billing.path_with_namespace, "git-upload-pack");
        simulator.clock.advance({ hours: 1 });
        expect(await log()).toEqual([{ lastAuthorizedAt: "2026-11-28T11:10:00.000Z", originProject }]);

        await use();
        await gitlab.do("DELETE /projects/:id", { path: { id: deploy.id } });
        simulator.clock.advance({ days: 60 });
        expect(await log()).toEqual([]);
      },
      { now },
    );
  });

  it("has nobody who was refused, and not the project's own jobs", async () => {
    await withJob({ listed: "project", permissions: [], level: REPORTER }, async (world) => {
      const { simulator, gitlab, token, billing, user } = world;
      const own = simulator.jobTokens.create({ project: billing.id, user: user.id });
      const stranger = simulator.jobTokens.create({ project: (await newProject(gitlab, "web")).id, user: user.id });
      for (const each of [token, own, stranger]) await asJob(gitlab, each, PACKAGES, { path: { id: billing.id } });
      simulator.clock.advance({ hours: 1 });

      const variables = { path: billing.path_with_namespace };
      expect((await dataOf(gitlab, LOG, { variables })).project.ciJobTokenAuthLogs.nodes).toEqual([]);
    });
  });
});
