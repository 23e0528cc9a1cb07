import { grapeError } from "../../grape/errors";
import { atLeastOneOf } from "../../grape/params";
import { ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { settable } from "../../grape/settable";
import { ApplicationSettings } from "../../model/application-settings";
import { requireAdmin } from "../access";
import { emptyListRoutes } from "./empty-lists";

const settings = settable(ApplicationSettings.defaults);

/** The release whose answers are imitated. `/version` and `/metadata` are one query. */
const METADATA = {
  version: "19.5.0",
  revision: "5e1c0f9a3d7",
  kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
  enterprise: false,
};

export const instanceRoutes = [
  route("GET /version", { scopes: ["read_user", "ai_features"] }, () => ok(METADATA)),
  route("GET /metadata", { scopes: ["read_user", "ai_features"] }, () => ok(METADATA)),

  // The licence belongs to the Enterprise Edition; clients ask for it to learn which edition they talk to.
  openRoute("GET /license", {}, () => {
    throw grapeError(404, "404 Not Found");
  }),

  route("GET /application/settings", { before: requireAdmin }, ({ instance }) => ok(instance.settings.present())),

  route(
    "PUT /application/settings",
    { before: requireAdmin, params: settings, rules: [atLeastOneOf(...Object.keys(settings))] },
    ({ instance, params }) => {
      instance.settings.change(params);
      return ok(instance.settings.present());
    },
  ),

  ...emptyListRoutes,
];
