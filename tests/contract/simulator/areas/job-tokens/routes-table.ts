import { DEVELOPER, GUEST, MAINTAINER, PLANNER, REPORTER } from "../../facts/world";

/** What GitLab answers a job, in a project that holds nothing. */
export interface Outcome {
  readonly status: number;
  /** Fields that the body has among others, or all of a list or text; nothing: an empty body. */
  readonly body?: unknown;
}

export interface RouteRow {
  /** Below `/projects/:id`. */
  readonly endpoint: string;
  /** The least role that is enough in a private project with the settings that GitLab starts from. */
  readonly level: number;
  /** In GitLab's order; none: no entry is asked for permissions. */
  readonly permissions: readonly string[];
  readonly granted: Outcome;
}

const EMPTY: Outcome = { status: 200, body: [] };
const GONE: Outcome = { status: 204 };
const says = (status: number, body: unknown): Outcome => ({ status, body });
const missing = (message: string): Outcome => says(404, { message });
const NO_RECORD = missing("404 Not found");
const NOTHING = missing("404 Not Found");

type Lines = Readonly<Record<string, Outcome>>;

const rows = (level: number, permissions: string, lines: Lines): RouteRow[] =>
  Object.entries(lines).map(([endpoint, granted]) => ({
    ...{ endpoint, level, granted },
    permissions: permissions === "" ? [] : permissions.split(" and "),
  }));

const badge = { name: "coverage", link_url: "https://a.example", image_url: "https://b.example" };

/** doc/ci/jobs/fine_grained_permissions.md, the roles of config/authz/roles, and what each handler below lib/api answers. */
export const ROUTES: readonly RouteRow[] = [
  ...rows(GUEST, "read_badges", { "GET /badges": EMPTY, "GET /badges/7": NO_RECORD }),
  ...rows(MAINTAINER, "admin_badges", {
    "GET /badges/render": says(200, { ...badge, rendered_link_url: "https://a.example" }),
    "POST /badges": says(201, { ...badge, id: 1, kind: "project" }),
    "PUT /badges/7": says(200, { ...badge, id: 7 }),
    "DELETE /badges/7": GONE,
  }),
  ...rows(REPORTER, "read_deployments", {
    "GET /deployments": EMPTY,
    "GET /deployments/7": NO_RECORD,
    "GET /deployments/7/merge_requests": EMPTY,
  }),
  ...rows(DEVELOPER, "admin_deployments", {
    "PUT /deployments/7": says(200, { id: 7, status: "success" }),
    "POST /deployments/7/approval": says(201, { status: "success" }),
  }),
  ...rows(MAINTAINER, "admin_deployments", { "DELETE /deployments/7": GONE }),
  ...rows(DEVELOPER, "admin_deployments and admin_environments", {
    "POST /deployments": says(201, { status: "success", ref: "main", environment: { id: 1, name: "production" } }),
  }),
  ...rows(REPORTER, "read_environments", { "GET /environments": EMPTY, "GET /environments/7": NO_RECORD }),
  ...rows(DEVELOPER, "admin_environments", {
    "POST /environments": says(201, { name: "coverage", slug: "coverage", state: "available" }),
    "PUT /environments/7": says(200, { id: 7, state: "available" }),
    "DELETE /environments/7": GONE,
    "DELETE /environments/review_apps": says(200, { scheduled_entries: [], unprocessable_entries: [] }),
    "POST /environments/7/stop": says(200, { id: 7, state: "stopped" }),
  }),
  ...rows(MAINTAINER, "admin_environments", {
    "POST /environments/stop_stale": says(200, {
      message: "Successfully requested stop for all stale environments",
    }),
  }),
  ...rows(GUEST, "read_jobs", {
    "GET /jobs": EMPTY,
    "GET /pipelines/7/jobs": NO_RECORD,
    "GET /jobs/artifacts/main/download": NO_RECORD,
    "GET /jobs/artifacts/main/raw/a/b.txt": NO_RECORD,
    "GET /jobs/7/artifacts": NO_RECORD,
    "GET /jobs/7/artifacts/a/b.txt": NO_RECORD,
  }),
  ...rows(PLANNER, "read_merge_requests", {
    "GET /merge_requests": EMPTY,
    "GET /merge_requests/7": NO_RECORD,
    "GET /merge_requests/7/notes": NO_RECORD,
    "GET /merge_requests/7/notes/8": NO_RECORD,
  }),
  ...rows(REPORTER, "read_packages", {
    "GET /packages": EMPTY,
    "GET /packages/7": NO_RECORD,
    "GET /packages/7/package_files": NO_RECORD,
    "GET /packages/generic/app/1.0.0/app.zip": NO_RECORD,
    "GET /packages/maven/org/app/1.0.0/app.jar": NO_RECORD,
    "GET /packages/npm/@acme%2Fapp": missing("404 Packages Not Found"),
    "GET /packages/npm/app/-/app-1.0.0.tgz": NO_RECORD,
    "GET /packages/pypi/simple": says(200, "<!DOCTYPE html>\n<html></html>\n"),
    "GET /packages/pypi/simple/app": missing("404 Package Not Found"),
    "GET /packages/conan/v1/conans/app/1.0.0/acme/stable/digest": missing("No recipe manifest found"),
    "GET /packages/conan/v1/files/app/1.0.0/acme/stable/0/export/conanfile.py": NO_RECORD,
    "GET /packages/composer/archives/acme/app": NOTHING,
    "GET /packages/go/example.com/app/@v/list": NOTHING,
    "POST /packages/npm/-/npm/v1/security/audits/quick": says(200, {}),
    "POST /packages/conan/v1/conans/app/1.0.0/acme/stable/upload_urls": says(200, {}),
  }),
  ...rows(DEVELOPER, "admin_packages", {
    "PUT /packages/generic/app/1.0.0/app.zip": says(201, { message: "201 Created" }),
    "POST /packages/pypi": says(201, { message: "201 Created" }),
    "PUT /packages/maven/org/app/1.0.0/app.jar": says(200, {}),
    "PUT /packages/npm/app": says(200, {}),
    "PUT /packages/conan/v1/files/app/1.0.0/acme/stable/0/export/conanfile.py": says(200, {}),
  }),
  ...rows(MAINTAINER, "admin_packages", {
    "DELETE /packages/npm/app": GONE,
    "DELETE /packages/conan/v1/conans/app/1.0.0/acme/stable": GONE,
    "DELETE /packages/7": GONE,
    "DELETE /packages/7/package_files/8": GONE,
  }),
  ...rows(GUEST, "read_pipelines", {
    "GET /pipelines": EMPTY,
    "GET /pipelines/7": NO_RECORD,
    "GET /pipelines/7/bridges": NO_RECORD,
    "GET /pipelines/7/trigger_jobs": NO_RECORD,
    "GET /packages/7/pipelines": NO_RECORD,
  }),
  ...rows(DEVELOPER, "admin_pipelines", { "PUT /pipelines/7/metadata": says(200, { id: 7, name: "coverage" }) }),
  ...rows(GUEST, "read_releases", {
    "GET /releases": EMPTY,
    "GET /releases/v1/assets/links": NO_RECORD,
    "GET /releases/v1/assets/links/7": NO_RECORD,
  }),
  ...rows(PLANNER, "read_releases", {
    "GET /releases/v1": NOTHING,
    "GET /releases/permalink/latest": NOTHING,
    "GET /releases/permalink/latest/downloads/app": NOTHING,
    "GET /releases/v1/downloads/app": NOTHING,
    "GET /repository/changelog": says(200, { notes: expect.stringMatching(/^## 1\.0\.0 \(.*\)\n\nNo changes\.\n$/) }),
  }),
  ...rows(DEVELOPER, "admin_releases", {
    "POST /releases": says(201, { tag_name: "v1", name: "coverage" }),
    "PUT /releases/v1": says(200, { tag_name: "v1", name: "coverage" }),
    "DELETE /releases/v1": says(200, { tag_name: "v1" }),
    "POST /releases/v1/assets/links": says(201, { name: "coverage", url: "https://c.example", link_type: "other" }),
    "PUT /releases/v1/assets/links/7": says(200, { id: 7 }),
    "DELETE /releases/v1/assets/links/7": says(200, { id: 7 }),
    "POST /releases/v1/evidence": says(202, 202),
    "POST /catalog/publish": says(201, { catalog_url: expect.stringContaining("/explore/catalog/") }),
  }),
  ...rows(PLANNER, "read_repositories", {
    "GET /repository/tags": EMPTY,
    "GET /repository/tags/v1": missing("404 Tag Not Found"),
    "GET /repository/branches": EMPTY,
    "GET /repository/branches/main": missing("404 Branch Not Found"),
    "GET /repository/commits/main": missing("404 Commit Not Found"),
    "GET /repository/commits/main/merge_requests": missing("404 Commit Not Found"),
    "GET /repository/files/README.md/raw": missing("404 Commit Not Found"),
    "GET /repository/archive": missing("404 File Not Found"),
  }),
  ...rows(DEVELOPER, "read_secure_files", {
    "GET /secure_files": EMPTY,
    "GET /secure_files/7": NO_RECORD,
    "GET /secure_files/7/download": NO_RECORD,
  }),
  ...rows(MAINTAINER, "admin_secure_files", {
    "POST /secure_files": says(201, { name: "coverage", checksum_algorithm: "sha256" }),
    "DELETE /secure_files/7": GONE,
  }),
  ...rows(DEVELOPER, "read_terraform_state", {
    "GET /terraform/state/prod": NO_RECORD,
    "GET /terraform/state/prod/versions/7": NO_RECORD,
  }),
  ...rows(MAINTAINER, "admin_terraform_state", {
    "POST /terraform/state/prod": { status: 200 },
    "DELETE /terraform/state/prod": { status: 200 },
    "POST /terraform/state/prod/lock": says(200, { ID: "lock" }),
    "DELETE /terraform/state/prod/lock": { status: 200 },
    "DELETE /terraform/state/prod/versions/7": GONE,
  }),
  ...rows(GUEST, "read_work_items", { "GET /issues": EMPTY, "GET /issues/7": NO_RECORD }),
  ...rows(DEVELOPER, "", { "POST /trigger/pipeline": says(201, { status: "created", ref: "main" }) }),
];

/** Sent with what writes, so that it has something to show, and with what makes something of a query. */
export const GIVEN = {
  ...badge,
  ...{ url: "https://c.example", tag_name: "v1", ref: "main", status: "success", environment: "production" },
  ...{ version: "1.0.0", ID: "lock" },
};
