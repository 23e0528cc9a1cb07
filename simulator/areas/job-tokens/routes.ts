import { AccessLevel } from "../../model/members";

const { guest, planner, reporter, developer, maintainer } = AccessLevel;

/** A part of a project that can be for everybody, for members only, or off. */
export type Feature =
  | "builds"
  | "container_registry"
  | "environments"
  | "infrastructure"
  | "issues"
  | "merge_requests"
  | "package_registry"
  | "releases"
  | "repository";

/** An endpoint that takes a job's token. */
export interface JobRoute {
  readonly method: string;
  /** Below `/api/v4`; `:name` is one segment, `**` whatever follows. */
  readonly path: string;
  /** The permissions that an entry has to hold, all of them; nothing: no entry's permissions count. */
  readonly policies: readonly string[] | null;
  /** The parts of the project that have to be on. */
  readonly features: readonly Feature[];
  /** Where a project shows these to everybody, no entry and no role is needed. */
  readonly isPublic?: boolean;
  /** The role that the user behind the job needs. */
  readonly level: number;
  /** The role that is enough where the project shows its pipelines to all who see it. */
  readonly levelIfPublicJobs?: number;
  /** May jobs of projects in no list do it, too, where the project shows it to everybody? */
  readonly forStrangers?: boolean;
  readonly since: string;
  /** The status of GitLab's successful answer. */
  readonly status: number;
}

type Details = Pick<JobRoute, "level"> & Partial<JobRoute>;

const STATUSES: Readonly<Record<string, number>> = { GET: 200, POST: 201, PUT: 200, DELETE: 204 };

/** Declares endpoints below `/projects/:id` that one permission opens. */
function opened(policy: string, { level, ...details }: Details, addresses: readonly string[]): JobRoute[] {
  return addresses.map((address) => {
    const [method = "", path = ""] = address.split(" ");
    const status = STATUSES[method] ?? 200;
    const common = { method, path: `/projects/:id${path}`, features: [], since: "18.0", status };
    return { ...common, policies: [policy], level, ...details };
  });
}

const packages = { features: ["package_registry"], isPublic: true, forStrangers: true } as const;
const jobs = { features: ["repository", "builds"], isPublic: true, level: reporter, levelIfPublicJobs: guest } as const;
const deployed = { features: ["repository", "builds", "environments"] } as const;
const state = { features: ["infrastructure"] } as const;
const released = { features: ["repository", "releases"] } as const;
const releases = { features: ["repository", "releases"], isPublic: true, forStrangers: true } as const;

/**
 * The endpoints that a job's token opens, with GitLab's table of permissions: doc/ci/jobs/fine_grained_permissions.md.
 * Roles: doc/user/permissions.md.
 */
export const jobRoutes: readonly JobRoute[] = [
  ...opened("admin_badges", { features: ["repository"], level: maintainer, since: "19.1", status: 200 }, [
    "GET /badges/render",
  ]),
  ...opened("read_badges", { features: ["repository"], isPublic: true, level: guest, since: "19.1" }, [
    "GET /badges",
    "GET /badges/:badge_id",
  ]),
  ...opened("admin_badges", { features: ["repository"], level: maintainer, since: "19.1" }, [
    "POST /badges",
    "PUT /badges/:badge_id",
    "DELETE /badges/:badge_id",
  ]),
  ...opened(
    "read_deployments",
    { features: ["repository", "builds", "environments"], isPublic: true, level: reporter },
    ["GET /deployments", "GET /deployments/:deployment_id", "GET /deployments/:deployment_id/merge_requests"],
  ),
  ...opened("admin_deployments", { ...deployed, level: developer }, [
    "PUT /deployments/:deployment_id",
    "POST /deployments/:deployment_id/approval",
  ]),
  ...opened("admin_deployments", { ...deployed, level: maintainer }, ["DELETE /deployments/:deployment_id"]),
  ...opened("", { ...deployed, level: developer, policies: ["admin_deployments", "admin_environments"] }, [
    "POST /deployments",
  ]),
  ...opened(
    "read_environments",
    { features: ["repository", "builds", "environments"], isPublic: true, level: reporter, forStrangers: true },
    ["GET /environments", "GET /environments/:environment_id"],
  ),
  ...opened("admin_environments", { ...deployed, level: developer, status: 200 }, ["DELETE /environments/review_apps"]),
  ...opened("admin_environments", { ...deployed, level: developer }, [
    "POST /environments",
    "PUT /environments/:environment_id",
    "DELETE /environments/:environment_id",
  ]),
  ...opened("admin_environments", { ...deployed, level: maintainer, status: 200 }, ["POST /environments/stop_stale"]),
  ...opened("admin_environments", { ...deployed, level: developer, status: 200 }, [
    "POST /environments/:environment_id/stop",
  ]),
  ...opened("read_jobs", { ...jobs, forStrangers: true }, [
    "GET /jobs",
    "GET /pipelines/:pipeline_id/jobs",
    "GET /jobs/artifacts/:ref_name/download",
    "GET /jobs/artifacts/:ref_name/raw/**",
    "GET /jobs/:job_id/artifacts",
    "GET /jobs/:job_id/artifacts/**",
  ]),
  ...opened("read_merge_requests", { features: ["repository", "merge_requests"], isPublic: true, level: planner }, [
    "GET /merge_requests",
    "GET /merge_requests/:merge_request_iid",
    "GET /merge_requests/:noteable_id/notes",
    "GET /merge_requests/:noteable_id/notes/:note_id",
  ]),
  ...opened("read_packages", { ...packages, level: reporter }, [
    "GET /packages",
    "GET /packages/:package_id",
    "GET /packages/:package_id/package_files",
    "GET /packages/generic/**",
    "GET /packages/maven/**",
    "GET /packages/npm/**",
    "GET /packages/pypi/**",
    "GET /packages/conan/**",
    "GET /packages/composer/archives/**",
    "GET /packages/go/**",
  ]),
  ...opened("read_packages", { ...packages, level: reporter, status: 200 }, [
    "POST /packages/npm/-/npm/v1/security/**",
    "POST /packages/conan/v1/conans/**",
  ]),
  ...opened("admin_packages", { features: packages.features, level: developer, status: 201 }, [
    "PUT /packages/generic/**",
    "POST /packages/pypi",
  ]),
  ...opened("admin_packages", { features: packages.features, level: developer }, [
    "PUT /packages/maven/**",
    "PUT /packages/npm/**",
    "PUT /packages/conan/**",
  ]),
  ...opened("admin_packages", { features: packages.features, level: maintainer }, [
    "DELETE /packages/npm/**",
    "DELETE /packages/conan/**",
    "DELETE /packages/:package_id",
    "DELETE /packages/:package_id/package_files/:package_file_id",
  ]),
  ...opened("read_pipelines", jobs, [
    "GET /pipelines",
    "GET /pipelines/:pipeline_id",
    "GET /pipelines/:pipeline_id/bridges",
    "GET /pipelines/:pipeline_id/trigger_jobs",
    "GET /packages/:package_id/pipelines",
  ]),
  ...opened("admin_pipelines", { features: jobs.features, level: developer }, ["PUT /pipelines/:pipeline_id/metadata"]),
  ...opened("read_releases", { ...releases, level: guest }, [
    "GET /releases",
    "GET /releases/:tag_name/assets/links",
    "GET /releases/:tag_name/assets/links/:link_id",
  ]),
  ...opened("read_releases", { ...releases, forStrangers: false, level: planner }, [
    "GET /releases/permalink/latest",
    "GET /releases/permalink/latest/**",
    "GET /releases/:tag_name",
    "GET /releases/:tag_name/downloads/**",
  ]),
  ...opened("read_releases", { features: ["repository"], isPublic: true, level: planner }, [
    "GET /repository/changelog",
  ]),
  ...opened("admin_releases", { ...released, level: developer }, [
    "POST /releases",
    "POST /releases/:tag_name/assets/links",
    "PUT /releases/:tag_name",
    "PUT /releases/:tag_name/assets/links/:link_id",
    "POST /catalog/publish",
  ]),
  ...opened("admin_releases", { ...released, level: developer, status: 200 }, [
    "DELETE /releases/:tag_name",
    "DELETE /releases/:tag_name/assets/links/:link_id",
  ]),
  ...opened("admin_releases", { ...released, level: developer, status: 202 }, ["POST /releases/:tag_name/evidence"]),
  ...opened("read_repositories", { features: ["repository"], isPublic: true, level: planner }, [
    "GET /repository/tags",
    "GET /repository/branches",
    "GET /repository/branches/:branch",
    "GET /repository/commits/:sha",
    "GET /repository/commits/:sha/merge_requests",
    "GET /repository/files/:file_path/raw",
  ]),
  ...opened("read_repositories", { features: ["repository"], isPublic: true, level: planner, since: "18.8" }, [
    "GET /repository/tags/:tag_name",
  ]),
  ...opened("read_repositories", { features: ["repository"], isPublic: true, level: planner, since: "19.3" }, [
    "GET /repository/archive",
  ]),
  ...opened("read_secure_files", { level: developer }, [
    "GET /secure_files",
    "GET /secure_files/:secure_file_id",
    "GET /secure_files/:secure_file_id/download",
  ]),
  ...opened("admin_secure_files", { level: maintainer }, [
    "POST /secure_files",
    "DELETE /secure_files/:secure_file_id",
  ]),
  ...opened("read_terraform_state", { ...state, level: developer }, [
    "GET /terraform/state/:name",
    "GET /terraform/state/:name/versions/:serial",
  ]),
  ...opened("admin_terraform_state", { ...state, level: maintainer, status: 200 }, [
    "POST /terraform/state/:name",
    "DELETE /terraform/state/:name",
    "POST /terraform/state/:name/lock",
    "DELETE /terraform/state/:name/lock",
  ]),
  ...opened("admin_terraform_state", { ...state, level: maintainer }, [
    "DELETE /terraform/state/:name/versions/:serial",
  ]),
  ...opened("read_work_items", { features: ["issues"], isPublic: true, level: guest }, [
    "GET /issues",
    "GET /issues/:issue_iid",
  ]),
  // It has a look-up of its own for the token, and asks no entry for permissions. lib/api/ci/triggers.rb
  ...opened("", { features: jobs.features, level: developer, policies: null }, ["POST /trigger/pipeline"]),
];

/** Of these permissions, an archived project closes what writes; config/authz/permission_groups/internal/project/archived.yml. */
const WORK = ["admin_deployments", "admin_environments", "admin_packages", "admin_pipelines", "admin_releases"];
/** What asks for abilities that are not in that list. */
const STILL_OPEN = ["POST /projects/:id/environments/stop_stale", "POST /projects/:id/catalog/publish"];

/** Whether it is work in the project, which nobody does any more when the project is archived or marked for deletion. */
export function isWork({ method, path, policies }: JobRoute): boolean {
  if (policies === null) return true;
  return policies.some((policy) => WORK.includes(policy)) && !STILL_OPEN.includes(`${method} ${path}`);
}
