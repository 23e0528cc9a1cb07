import { forbidden } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { openRoute, type Route, route, type SignedCall } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import { canReadAsReporter, isReadOnly, requireAdmin, requireLevel } from "../access";
import { type CallAt, groupAt, projectAt } from "../addresses";
import { refusedRoutes } from "../not-simulated";

const { guest, reporter, maintainer } = AccessLevel;

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
  pipelines: reporter,
  protected_branches: reporter,
  protected_tags: maintainer,
  triggers: maintainer,
};
/** Guests see these, too, while a project's pipelines are public, which is the default. */
const OF_PUBLIC_PIPELINES = ["pipeline_schedules", "pipelines"];
const OF_GROUP: Readonly<Record<string, number>> = {
  deploy_tokens: maintainer,
  issues: guest,
  labels: guest,
  milestones: guest,
};
const OF_ADMINISTRATORS = ["applications", "deploy_keys", "deploy_tokens", "features", "hooks"];
const OF_WHOEVER_SIGNS_IN = ["issues"];
const OF_EVERYBODY = ["broadcast_messages", "topics"];

const byAddress = { id: requires(text), ...pages };

/** No request can put anything into these lists. The lists that requests can fill are elsewhere. */
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

  ...OF_EVERYBODY.map((name) => openRoute(`GET /${name}`, { params: pages }, (call) => paged(call, [], nothing))),

  ...OF_WHOEVER_SIGNS_IN.map((name) => route(`GET /${name}`, { params: pages }, (call) => paged(call, [], nothing))),

  ...OF_ADMINISTRATORS.map((name) =>
    route(`GET /${name}`, { params: pages }, (call) => {
      requireAdmin(call);
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(OF_PROJECT).map(([name, level]) =>
    route(`GET /projects/:id/${name}`, { params: byAddress }, (call) => {
      requireReader(call, { name, level });
      return paged(call, [], nothing);
    }),
  ),

  ...Object.entries(OF_GROUP).map(([name, level]) =>
    route(`GET /groups/:id/${name}`, { params: byAddress }, (call) => {
      const group = groupAt(call);
      if (level > guest) requireLevel(call, group, level);
      return paged(call, [], nothing);
    }),
  ),
];

/** In a private project only reporters see this; in other projects everybody does. */
function requireReader(call: CallAt & SignedCall, { name, level }: { name: string; level: number }): void {
  const project = projectAt(call);
  const isPublic = OF_PUBLIC_PIPELINES.includes(name) && project.settings.get("public_jobs") !== false;
  if (level > reporter) requireLevel(call, project, level);
  else if (level === reporter && !isPublic && !canReadAsReporter(call.instance, call.user, project)) throw forbidden();
  if (name === "triggers" && isReadOnly(call.instance, project)) throw forbidden();
}

function nothing(row: never): never {
  return row;
}
