import { paged, pages } from "../../grape/pagination";
import { text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { type Route, route } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import { requireAdmin, requireLevel } from "../access";
import { groupAt, projectAt } from "../addresses";
import { refusedRoutes } from "../not-simulated";

const { guest, reporter, developer, maintainer, owner } = AccessLevel;

/** Lists that clients ask for when they look around or clean up, and the role they need. Nothing can be put in. */
const OF_PROJECT: Readonly<Record<string, number>> = {
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
const OF_GROUP: Readonly<Record<string, number>> = {
  deploy_tokens: owner,
  issues: guest,
  labels: guest,
  milestones: guest,
};
const OF_ADMINISTRATORS = ["applications", "deploy_keys", "deploy_tokens", "features", "hooks"];
const OF_EVERYBODY = ["broadcast_messages", "issues", "topics"];

const byAddress = { id: requires(text), ...pages };

/** Lists that simulated requests fill are elsewhere; into these nothing can be put. */
export const emptyListRoutes: readonly Route[] = [
  ...refusedRoutes(
    ...OF_ADMINISTRATORS.filter((name) => name !== "features").map((name) => `POST /${name}` as const),
    "POST /broadcast_messages",
    "POST /topics",
    ...Object.keys(OF_PROJECT).map((name) =>
      name === "pipelines" ? ("POST /projects/:id/pipeline" as const) : (`POST /projects/:id/${name}` as const),
    ),
    ...["deploy_tokens", "labels", "milestones"].map((name) => `POST /groups/:id/${name}` as const),
  ),

  ...OF_EVERYBODY.map((name) => route(`GET /${name}`, { params: pages }, (call) => paged(call, [], nothing))),

  ...OF_ADMINISTRATORS.map((name) =>
    route(`GET /${name}`, { params: pages }, (call) => {
      requireAdmin(call);
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(OF_PROJECT).map(([name, level]) =>
    route(`GET /projects/:id/${name}`, { params: byAddress }, (call) => {
      requireLevel(call, projectAt(call), level);
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(OF_GROUP).map(([name, level]) =>
    route(`GET /groups/:id/${name}`, { params: byAddress }, (call) => {
      requireLevel(call, groupAt(call), level);
      return paged(call, [], nothing);
    }),
  ),
];

function nothing(row: never): never {
  return row;
}
