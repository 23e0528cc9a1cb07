import { DEVELOPER, GUEST, MAINTAINER, PLANNER, REPORTER } from "../../facts/world";
import { withSimulator } from "../../with-simulator";
import { aJob, asJob, knockAt, type Situation } from "./jobs";

const helpers = "lib/api/helpers.rb";
const policy = "app/policies/project_policy.rb";
const table = "doc/ci/jobs/fine_grained_permissions.md";
const git = "lib/gitlab/git_access.rb";
const scope = "app/models/ci/job_token/scope.rb";
const roles = "doc/user/permissions.md";

/** What a job asks, how it stands, what GitLab answers, and where that is written. */
type Row = readonly [what: string, given: Situation, status: number, source: string];

const PACKAGES = "GET /projects/:id/packages";
const RELEASE = "POST /projects/:id/releases";
const TAGS = "GET /projects/:id/repository/tags";
const open = { visibility: "public" } as const;
const listed = { listed: "project" } as const;

const ROUTES: readonly Row[] = [
  [PACKAGES, { own: true, level: REPORTER }, 200, scope],
  [RELEASE, { own: true, level: DEVELOPER }, 201, scope],
  [RELEASE, { own: true, level: REPORTER }, 403, roles],
  [PACKAGES, { level: MAINTAINER }, 403, policy],
  [PACKAGES, { ...listed, level: REPORTER }, 200, scope],
  [PACKAGES, { ...listed, level: GUEST }, 403, roles],
  [PACKAGES, { ...listed }, 403, helpers],
  [PACKAGES, { listed: "near group", level: REPORTER }, 200, scope],
  [PACKAGES, { listed: "far group", level: REPORTER }, 200, scope],
  [PACKAGES, { isOpen: true, level: REPORTER }, 200, scope],
  [PACKAGES, { isOpen: true }, 403, helpers],
  [PACKAGES, { ...listed, permissions: ["READ_PACKAGES"], level: REPORTER }, 200, table],
  [PACKAGES, { ...listed, permissions: ["ADMIN_PACKAGES"], level: REPORTER }, 200, table],
  [PACKAGES, { ...listed, permissions: ["READ_JOBS"], level: MAINTAINER }, 403, table],
  [PACKAGES, { ...listed, permissions: [], level: MAINTAINER }, 403, table],
  [RELEASE, { ...listed, permissions: ["ADMIN_RELEASES"], level: DEVELOPER }, 201, table],
  [RELEASE, { ...listed, permissions: ["READ_RELEASES"], level: DEVELOPER }, 403, table],
  [RELEASE, { listed: "far group", permissions: ["ADMIN_RELEASES"], level: REPORTER }, 403, roles],
  ["POST /projects/:id/deployments", { ...listed, permissions: ["ADMIN_DEPLOYMENTS"], level: DEVELOPER }, 403, table],
  [
    "POST /projects/:id/deployments",
    { ...listed, permissions: ["ADMIN_DEPLOYMENTS", "ADMIN_ENVIRONMENTS"], level: DEVELOPER },
    201,
    table,
  ],
  ["DELETE /projects/:id/terraform/state/prod", { ...listed, level: DEVELOPER }, 403, roles],
  ["DELETE /projects/:id/terraform/state/prod", { ...listed, level: MAINTAINER }, 200, roles],
  [
    "GET /projects/:id/terraform/state/prod",
    { ...listed, permissions: ["READ_TERRAFORM_STATE"], level: DEVELOPER },
    404,
    table,
  ],
  ["GET /projects/:id/secure_files", { ...listed, permissions: ["READ_SECURE_FILES"], level: DEVELOPER }, 200, table],
  ["GET /projects/:id/environments", { ...listed, permissions: ["READ_ENVIRONMENTS"], level: REPORTER }, 200, table],
  ["GET /projects/:id/issues", { ...listed, permissions: ["READ_WORK_ITEMS"], level: GUEST }, 200, table],
  ["GET /projects/:id/merge_requests", { ...listed, permissions: ["READ_MERGE_REQUESTS"], level: PLANNER }, 200, table],
  ["GET /projects/:id/pipelines", { ...listed, permissions: ["READ_PIPELINES"], level: GUEST }, 200, policy],
  ["GET /projects/:id/badges", { ...listed, permissions: ["READ_BADGES"], level: GUEST }, 200, table],
  [
    "GET /projects/:id/jobs/artifacts/main/download",
    { ...listed, permissions: ["READ_JOBS"], level: GUEST },
    404,
    policy,
  ],
  [
    "GET /projects/:id/jobs/artifacts/main/download",
    { ...listed, permissions: ["READ_JOBS"], level: GUEST, settings: { public_jobs: false } },
    403,
    policy,
  ],
  [TAGS, { ...listed, permissions: ["READ_REPOSITORIES"], level: PLANNER }, 200, "config/authz/roles/planner.yml"],
  [TAGS, { ...listed, permissions: ["READ_REPOSITORIES"], level: GUEST }, 403, roles],
  [TAGS, { ...open, ...listed, permissions: [] }, 200, helpers],
  [TAGS, { ...open }, 403, policy],
  [PACKAGES, { ...open }, 200, policy],
  [PACKAGES, { ...open, settings: { package_registry_access_level: "private" } }, 403, helpers],
  ["GET /projects/:id/releases", { visibility: "internal" }, 200, policy],
  [RELEASE, { ...open, level: MAINTAINER }, 403, helpers],
  [
    "POST /projects/:id/trigger/pipeline",
    { ...listed, permissions: [], level: DEVELOPER },
    201,
    "lib/api/ci/triggers.rb",
  ],
  ["POST /projects/:id/trigger/pipeline", { ...listed, level: REPORTER }, 400, "lib/api/ci/triggers.rb"],
  ["POST /projects/:id/trigger/pipeline", { level: DEVELOPER }, 404, "lib/api/ci/triggers.rb"],
];

/** What nobody may do any more in an archived project, or one that is marked for deletion, and what jobs still may. */
const CLOSED: readonly Row[] = (["archived", "marked"] as const).flatMap((standing): readonly Row[] => {
  const given = { ...listed, level: MAINTAINER, standing };
  const source = "config/authz/permission_groups/internal/project/archived.yml";
  return [
    [PACKAGES, given, 200, source],
    [TAGS, given, 200, source],
    ["GET /projects/:id/merge_requests", given, 200, source],
    ["GET /projects/:id/environments", given, 200, source],
    [RELEASE, given, 403, source],
    [RELEASE, { own: true, level: MAINTAINER, standing }, 403, source],
    ["PUT /projects/:id/packages/generic/app/1/app.zip", given, 403, source],
    ["POST /projects/:id/deployments", given, 403, source],
    ["POST /projects/:id/environments", given, 403, source],
    ["PUT /projects/:id/pipelines/1/metadata", given, 403, source],
    ["POST /projects/:id/environments/stop_stale", given, 200, source],
    ["POST /projects/:id/badges", given, 201, source],
    ["POST /projects/:id/terraform/state/prod", given, 200, source],
    ["POST /projects/:id/secure_files", given, 201, source],
    ["POST /projects/:id/trigger/pipeline", given, 400, source],
  ];
});

const PUSHES = { ci_push_repository_for_job_token_allowed: true };

const crossing = { ...listed, settings: PUSHES, crosses: true };

const GIT: readonly Row[] = [
  ["git-upload-pack", { own: true, level: REPORTER }, 200, git],
  ["git-upload-pack", { ...listed, permissions: [], level: PLANNER }, 200, git],
  ["git-upload-pack", { ...listed, level: GUEST }, 403, git],
  ["git-upload-pack", { ...listed }, 403, git],
  ["git-upload-pack", { level: MAINTAINER }, 403, git],
  ["git-upload-pack", { ...open }, 200, policy],
  ["git-upload-pack", { visibility: "internal", settings: { repository_access_level: "private" } }, 403, policy],
  ["git-receive-pack", { own: true, level: DEVELOPER }, 403, git],
  ["git-receive-pack", { own: true, level: DEVELOPER, settings: PUSHES }, 200, git],
  ["git-receive-pack", { own: true, level: REPORTER, settings: PUSHES }, 403, git],
  ["git-receive-pack", { ...listed, level: DEVELOPER, settings: PUSHES }, 403, policy],
  ["git-receive-pack", { ...open, level: MAINTAINER, settings: PUSHES }, 403, git],
  ["git-receive-pack", { ...crossing, level: DEVELOPER }, 200, policy],
  ["git-receive-pack", { ...crossing, level: REPORTER }, 403, policy],
  ["git-receive-pack", { ...crossing, permissions: ["ADMIN_REPOSITORIES"], level: DEVELOPER }, 200, policy],
  ["git-receive-pack", { ...crossing, permissions: ["READ_REPOSITORIES"], level: DEVELOPER }, 403, policy],
  ["git-upload-pack", { ...listed, level: PLANNER, standing: "archived" }, 200, git],
  ["git-receive-pack", { own: true, level: DEVELOPER, settings: PUSHES, standing: "archived" }, 403, git],
  ["git-receive-pack", { ...crossing, level: DEVELOPER, standing: "marked" }, 403, git],
  ["git-receive-pack", { ...crossing, isOpen: true, level: DEVELOPER }, 403, policy],
];

const title = ([what, given, status]: Row) => [`${what} of ${JSON.stringify(given)}: ${status}`] as const;

describe("a job's token", () => {
  it.each([...ROUTES, ...CLOSED].map((row) => [...title(row), row] as const))(
    "%s",
    async (_, [endpoint, given, status]) => {
      await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
        const { token, billing } = await aJob(simulator, gitlab, given);

        expect((await asJob(gitlab, token, endpoint, { path: { id: billing.id } })).status).toBe(status);
      });
    },
  );

  it.each(GIT.map((row) => [...title(row), row] as const))("%s", async (_, [service, given, status]) => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { token, billing } = await aJob(simulator, gitlab, given);

      expect((await knockAt(gitlab, token, billing.path_with_namespace, service)).status).toBe(status);
    });
  });

  it("has its decisions from GitLab's own files", () => {
    const unsourced = [...ROUTES, ...CLOSED, ...GIT].filter(
      ([, , , source]) => !/^(lib|app|doc|config)\/\S+\.(rb|md|yml)$/.test(source),
    );

    expect(unsourced).toEqual([]);
  });
});
