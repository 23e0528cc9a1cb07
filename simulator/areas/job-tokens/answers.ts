import { notFound, recordNotFound, refuse } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { validate } from "../../grape/params";
import type { Reply } from "../../grape/reply";
import {
  approval,
  badge,
  badgeDetails,
  catalogVersion,
  deployment,
  environment,
  type Granted,
  pipeline,
  release,
  releaseLink,
  secureFile,
  stateLock,
} from "./bodies";

type Answer = (granted: Granted) => Reply;

/** Of things that the simulator has none of: an empty list, with GitLab's headers. */
const list: Answer = ({ url, given }) => {
  const { page, per_page } = validate(pages, [], given);
  const asked = { page: Number(page ?? 1), per_page: Number(per_page ?? 20) };
  return paged({ url, given, params: asked }, [], () => null);
};

const refused =
  (refusal: () => Error): Answer =>
  () => {
    throw refusal();
  };
const missing = (what?: string) => refused(() => notFound(what));
const noRecord = refused(recordNotFound);

const made =
  (present: (granted: Granted) => unknown): Answer =>
  (granted) => ({ status: granted.status, body: present(granted) });
const says = (text: string) => made(() => ({ message: text }));
const nothing = made(() => ({}));

/** Both kinds of files that a package manager asks for, its own documents and packages, are 404 with texts of their own. */
const npm: Answer = (granted) => (granted.names.rest?.includes("/-/") ? noRecord : missing("Packages"))(granted);
const pypi: Answer = (granted) => {
  if (granted.names.rest !== "simple") return missing("Package")(granted);
  return {
    status: 200,
    text: "<!DOCTYPE html>\n<html></html>\n",
    headers: { "Content-Type": "text/html; charset=utf-8" },
  };
};
const conan: Answer = (granted) => {
  if (/^v\d\/files\//.test(granted.names.rest ?? "")) return noRecord(granted);
  throw refuse(404, "No recipe manifest found");
};

/** A repository without a commit has no archive; of the others it is empty here. */
const archive: Answer = ({ project }) => {
  if (project.files.size === 0) throw notFound("File");
  return { status: 200, text: "", headers: { "Content-Type": "application/octet-stream" } };
};

/** lib/gitlab/changelog/template.tpl, for a version without an entry. */
const changelog = made(({ given, instance }) => ({
  notes: `## ${given.version ?? ""} (${instance.clock.today()})\n\nNo changes.\n`,
}));

/**
 * What a job is told that was let in, on the endpoints that no other area has: what is read is not there, and what is
 * written is answered as GitLab answers it, and kept nowhere. Those that answer 204 need no line.
 */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  "GET /badges/render": made(badgeDetails),
  "GET /badges": list,
  "GET /badges/:badge_id": noRecord,
  "POST /badges": made(badge),
  "PUT /badges/:badge_id": made(badge),
  "GET /deployments": list,
  "GET /deployments/:deployment_id": noRecord,
  "GET /deployments/:deployment_id/merge_requests": list,
  "PUT /deployments/:deployment_id": made(deployment),
  "POST /deployments/:deployment_id/approval": made(approval),
  "POST /deployments": made(deployment),
  "GET /environments/:environment_id": noRecord,
  "POST /environments": made((granted) => environment(granted)),
  "PUT /environments/:environment_id": made((granted) => environment(granted)),
  "DELETE /environments/review_apps": made(() => ({ scheduled_entries: [], unprocessable_entries: [] })),
  "POST /environments/stop_stale": says("Successfully requested stop for all stale environments"),
  "POST /environments/:environment_id/stop": made((granted) => environment(granted, "stopped")),
  "GET /jobs": list,
  "GET /pipelines/:pipeline_id/jobs": noRecord,
  "GET /jobs/artifacts/:ref_name/download": noRecord,
  "GET /jobs/artifacts/:ref_name/raw/**": noRecord,
  "GET /jobs/:job_id/artifacts": noRecord,
  "GET /jobs/:job_id/artifacts/**": noRecord,
  "GET /packages": list,
  "GET /packages/:package_id": noRecord,
  "GET /packages/:package_id/package_files": noRecord,
  "GET /packages/:package_id/pipelines": noRecord,
  "GET /packages/generic/**": noRecord,
  "GET /packages/maven/**": noRecord,
  "GET /packages/npm/**": npm,
  "GET /packages/pypi/**": pypi,
  "GET /packages/conan/**": conan,
  "GET /packages/composer/archives/**": missing(),
  "GET /packages/go/**": missing(),
  "POST /packages/npm/-/npm/v1/security/**": nothing,
  "POST /packages/conan/v1/conans/**": nothing,
  "PUT /packages/generic/**": says("201 Created"),
  "POST /packages/pypi": says("201 Created"),
  "PUT /packages/maven/**": nothing,
  "PUT /packages/npm/**": nothing,
  "PUT /packages/conan/**": nothing,
  "GET /pipelines/:pipeline_id": noRecord,
  "GET /pipelines/:pipeline_id/bridges": noRecord,
  "GET /pipelines/:pipeline_id/trigger_jobs": noRecord,
  "PUT /pipelines/:pipeline_id/metadata": made(pipeline),
  "GET /releases": list,
  "GET /releases/:tag_name/assets/links": noRecord,
  "GET /releases/:tag_name/assets/links/:link_id": noRecord,
  "GET /releases/permalink/latest": missing(),
  "GET /releases/permalink/latest/**": missing(),
  "GET /releases/:tag_name": missing(),
  "GET /releases/:tag_name/downloads/**": missing(),
  "GET /repository/changelog": changelog,
  "POST /releases": made(release),
  "PUT /releases/:tag_name": made(release),
  "DELETE /releases/:tag_name": made(release),
  "POST /releases/:tag_name/assets/links": made(releaseLink),
  "PUT /releases/:tag_name/assets/links/:link_id": made(releaseLink),
  "DELETE /releases/:tag_name/assets/links/:link_id": made(releaseLink),
  "POST /catalog/publish": made(catalogVersion),
  "POST /releases/:tag_name/evidence": made(() => 202),
  "GET /repository/tags": list,
  "GET /repository/tags/:tag_name": missing("Tag"),
  "GET /repository/commits/:sha": missing("Commit"),
  "GET /repository/commits/:sha/merge_requests": missing("Commit"),
  "GET /repository/archive": archive,
  "GET /secure_files": list,
  "GET /secure_files/:secure_file_id": noRecord,
  "GET /secure_files/:secure_file_id/download": noRecord,
  "POST /secure_files": made(secureFile),
  "GET /terraform/state/:name": noRecord,
  "GET /terraform/state/:name/versions/:serial": noRecord,
  "POST /terraform/state/:name": ({ status }) => ({ status }),
  "DELETE /terraform/state/:name": ({ status }) => ({ status }),
  "POST /terraform/state/:name/lock": made(stateLock),
  "DELETE /terraform/state/:name/lock": ({ status }) => ({ status }),
  "GET /issues/:issue_iid": noRecord,
  "POST /trigger/pipeline": made(pipeline),
};
