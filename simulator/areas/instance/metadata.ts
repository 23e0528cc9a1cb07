import { grapeError } from "../../grape/errors";
import { ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";

/** The release whose answers are imitated. `/version` and `/metadata` are one query. */
const metadata = {
  version: "19.5.0",
  revision: "5e1c0f9a3d7",
  kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
  enterprise: false,
};

export const metadataRoutes = [
  route("GET /version", { scopes: ["read_user", "ai_features"] }, () => ok(metadata)),
  route("GET /metadata", { scopes: ["read_user", "ai_features"] }, () => ok(metadata)),

  // The licence belongs to the Enterprise Edition; clients ask for it to learn which edition they talk to.
  openRoute("GET /license", {}, () => {
    throw grapeError(404, "404 Not Found");
  }),
];
