/** The roles in a project, as GitLab's REST API names them. https://docs.gitlab.com/user/permissions/ */
export type Role = "developer" | "guest" | "maintainer" | "owner" | "planner" | "reporter" | "security_manager";

/** The features of a project that decide about job tokens, by the beginning of their REST name: `builds_access_level`. */
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

/** Who may do something, by the least role. Those who may read code include planners. */
type Least = "code" | "developer" | "guest" | "jobs" | "maintainer" | "reporter";

/** One thing that a job can do with a project. */
export interface Route {
  /** The method and the path below `/projects/:id/`, as GitLab's list of endpoints has them; `git` and `registry` for what is no API. */
  readonly endpoint: string;
  /** The permissions that an entry must give, all of them. Undefined: no permission controls it. Empty: no permission allows it. */
  readonly needs: readonly string[] | undefined;
  readonly features: readonly Feature[];
  /** May everybody do it where the project is not private and its features are open to everyone? */
  readonly isPublic: boolean;
  /** Does that hold for jobs of projects that are not listed, too? To them GitLab leaves less of a public project than to its visitors. */
  readonly isForStrangers: boolean;
  readonly least: Least;
}

interface Area {
  readonly features: readonly Feature[];
  /** Are its `read_` endpoints public where the features are? */
  readonly isPublic?: true;
  /** Endpoints by the permissions that they need, joined by "+", and after blanks the least role and whether strangers keep them. */
  readonly endpoints: Readonly<Record<string, readonly string[]>>;
}

/** https://docs.gitlab.com/ci/jobs/fine_grained_permissions/#available-api-endpoints, as GitLab 19.2 generates it from its routes */
const AREAS: readonly Area[] = [
  {
    features: ["package_registry"],
    isPublic: true,
    endpoints: {
      "read_packages reporter strangers": [
        "GET packages",
        "GET packages/:package_id",
        "GET packages/:package_id/package_files",
        "GET packages/generic/:package_name/:package_version/:file_name",
        "GET packages/maven/*path/:file_name",
        "GET packages/npm/*package_name",
        "GET packages/pypi/simple/*package_name",
      ],
      "admin_packages developer": [
        "PUT packages/generic/:package_name/:package_version/:file_name",
        "PUT packages/maven/*path/:file_name",
        "PUT packages/npm/:package_name",
        "POST packages/pypi",
      ],
      "admin_packages maintainer": [
        "DELETE packages/:package_id",
        "DELETE packages/:package_id/package_files/:package_file_id",
      ],
    },
  },
  {
    features: ["repository", "releases"],
    isPublic: true,
    endpoints: {
      "read_releases guest strangers": ["GET releases", "GET releases/:tag_name/assets/links"],
      "read_releases code": ["GET releases/:tag_name", "GET releases/permalink/latest"],
      "admin_releases developer": [
        "POST releases",
        "PUT releases/:tag_name",
        "DELETE releases/:tag_name",
        "POST releases/:tag_name/assets/links",
        "POST releases/:tag_name/evidence",
        "POST catalog/publish",
      ],
    },
  },
  {
    features: ["repository"],
    isPublic: true,
    endpoints: {
      "read_releases code": ["GET repository/changelog"],
      "read_repositories code": [
        "GET repository/tags",
        "GET repository/tags/:tag_name",
        "GET repository/branches",
        "GET repository/commits/:sha",
        "GET repository/commits/:sha/merge_requests",
        "GET repository/files/:file_path/raw",
        "GET repository/archive",
      ],
      "read_badges guest": ["GET badges", "GET badges/:badge_id"],
      "admin_badges maintainer": [
        "GET badges/render",
        "POST badges",
        "PUT badges/:badge_id",
        "DELETE badges/:badge_id",
      ],
    },
  },
  {
    features: ["repository", "builds"],
    isPublic: true,
    endpoints: {
      "read_jobs jobs strangers": [
        "GET jobs",
        "GET jobs/:job_id/artifacts",
        "GET jobs/:job_id/artifacts/*artifact_path",
        "GET jobs/artifacts/:ref_name/download",
        "GET jobs/artifacts/:ref_name/raw/*artifact_path",
        "GET pipelines/:pipeline_id/jobs",
      ],
      "read_pipelines jobs": ["GET pipelines", "GET pipelines/:pipeline_id", "GET pipelines/:pipeline_id/bridges"],
      "admin_pipelines developer": ["PUT pipelines/:pipeline_id/metadata"],
    },
  },
  {
    features: ["repository", "builds", "environments"],
    isPublic: true,
    endpoints: {
      "read_deployments reporter": [
        "GET deployments",
        "GET deployments/:deployment_id",
        "GET deployments/:deployment_id/merge_requests",
      ],
      "read_environments reporter strangers": ["GET environments", "GET environments/:environment_id"],
      "admin_deployments+admin_environments developer": ["POST deployments"],
      "admin_deployments developer": ["PUT deployments/:deployment_id"],
      "admin_deployments maintainer": ["DELETE deployments/:deployment_id"],
      "admin_environments developer": [
        "POST environments",
        "PUT environments/:environment_id",
        "DELETE environments/:environment_id",
        "POST environments/:environment_id/stop",
      ],
    },
  },
  {
    features: ["repository", "merge_requests"],
    isPublic: true,
    endpoints: {
      "read_merge_requests code": [
        "GET merge_requests",
        "GET merge_requests/:merge_request_iid",
        "GET merge_requests/:merge_request_iid/notes",
        "GET merge_requests/:merge_request_iid/notes/:note_id",
      ],
    },
  },
  {
    features: ["issues"],
    isPublic: true,
    endpoints: { "read_work_items guest": ["GET issues", "GET issues/:issue_iid"] },
  },
  {
    features: [],
    endpoints: {
      "read_secure_files developer": ["GET secure_files", "GET secure_files/:id", "GET secure_files/:id/download"],
      "admin_secure_files maintainer": ["POST secure_files", "DELETE secure_files/:id"],
    },
  },
  {
    features: ["infrastructure"],
    endpoints: {
      "read_terraform_state developer": ["GET terraform/state/:name", "GET terraform/state/:name/versions/:serial"],
      "admin_terraform_state maintainer": [
        "POST terraform/state/:name",
        "DELETE terraform/state/:name",
        "POST terraform/state/:name/lock",
        "DELETE terraform/state/:name/lock",
      ],
    },
  },
];

/** No permission controls cloning or pulling an image. */
export const CLONE: Route = {
  endpoint: "git clone",
  needs: undefined,
  features: ["repository"],
  isPublic: true,
  isForStrangers: true,
  least: "code",
};

export const PULL: Route = {
  endpoint: "registry pull",
  needs: undefined,
  features: ["container_registry"],
  isPublic: true,
  isForStrangers: true,
  least: "reporter",
};

/** Pushing has switches of its own: see `decide`. */
export const PUSH: Route = {
  endpoint: "git push",
  needs: ["admin_repositories"],
  features: ["repository"],
  isPublic: false,
  isForStrangers: false,
  least: "developer",
};

/** Everything that a job token may be used for in a project, with what it needs. */
export const ROUTES: readonly Route[] = [CLONE, PULL, PUSH, ...AREAS.flatMap(routesIn)];

const REPORTERS: readonly Role[] = ["reporter", "security_manager", "developer", "maintainer", "owner"];

const ROLES: Readonly<Record<Exclude<Least, "jobs">, readonly Role[]>> = {
  guest: ["guest", "planner", ...REPORTERS],
  code: ["planner", ...REPORTERS],
  reporter: REPORTERS,
  developer: ["developer", "maintainer", "owner"],
  maintainer: ["maintainer", "owner"],
};

/** Returns the roles that may do it. Jobs and pipelines are for guests, too, where the project's are public. */
export function rolesFor({ least }: Route, { publicJobs }: { readonly publicJobs: boolean }): readonly Role[] {
  if (least !== "jobs") return ROLES[least];
  return publicJobs ? ROLES.guest : ROLES.reporter;
}

function routesIn({ features, isPublic, endpoints }: Area): Route[] {
  return Object.entries(endpoints).flatMap(([key, names]) => {
    const [needed = "", least, strangers] = key.split(" ");
    const needs = needed.split("+");
    const isRead = needs.every((name) => name.startsWith("read_"));
    // The keys above hold no other words.
    return names.map((endpoint) => ({
      endpoint,
      needs,
      features,
      isPublic: isPublic === true && isRead,
      isForStrangers: strangers !== undefined,
      least: least as Least,
    }));
  });
}
