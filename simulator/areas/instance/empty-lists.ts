import { forbidden } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { type Route, route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import { AccessLevel } from "../../model/member";
import type { Project } from "../../model/project";
import { findGroup, findProject, levelOn, requireAdmin } from "../access";

const { guest, reporter, developer, maintainer, owner } = AccessLevel;

/** Lists that clients ask for when they look around or clean up, and the role they need. Nothing can be put in. */
const ofProject: Readonly<Record<string, number>> = {
  deploy_keys: maintainer,
  deploy_tokens: maintainer,
  environments: reporter,
  hooks: maintainer,
  issues: guest,
  labels: guest,
  milestones: guest,
  pipeline_schedules: reporter,
  pipelines: guest,
  protected_branches: developer,
  protected_tags: reporter,
  triggers: maintainer,
};
const ofGroup: Readonly<Record<string, number>> = {
  deploy_tokens: owner,
  issues: guest,
  labels: guest,
  merge_requests: reporter,
  milestones: guest,
};
const ofAdministrators = ["applications", "deploy_keys", "deploy_tokens", "features", "hooks"];
const ofEverybody = ["broadcast_messages", "issues", "merge_requests", "topics"];

const byAddress = { id: requires(text), ...pages };

export const emptyListRoutes: readonly Route[] = [
  ...ofEverybody.map((name) => route(`GET /${name}`, { params: pages }, (call) => paged(call, [], nothing))),

  ...ofAdministrators.map((name) =>
    route(`GET /${name}`, { params: pages }, (call) => {
      requireAdmin(call);
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(ofProject).map(([name, level]) =>
    route(`GET /projects/:id/${name}`, { params: byAddress }, (call) => {
      requireLevel(call, findProject(call, call.params.id), level);
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(ofGroup).map(([name, level]) =>
    route(`GET /groups/:id/${name}`, { params: byAddress }, (call) => {
      requireLevel(call, findGroup(call, call.params.id), level);
      return paged(call, [], nothing);
    }),
  ),
];

function requireLevel(call: SignedCall, place: Group | Project, level: number): void {
  if (levelOn(call.instance, call.user, place) < level) throw forbidden();
}

function nothing(row: never): never {
  return row;
}
