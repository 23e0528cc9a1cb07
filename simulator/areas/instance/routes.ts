import { forbidden, grapeError, NotSimulated, unauthorized } from "../../grape/errors";
import { atLeastOneOf, type RawParams } from "../../grape/params";
import { ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { isLicensed } from "../../model/edition";
import { requireAdmin } from "../access";
import { emptyListRoutes } from "./empty-lists";
import { APPEARANCE, presentLicense, presentMetadata } from "./presentation";
import { settingParams, settingRules } from "./setting-params";
import { requireValidSettings } from "./setting-rules";

const scopes = ["read_user", "ai_features"];

export const instanceRoutes = [
  route("GET /version", { scopes }, ({ instance }) => ok(presentMetadata(instance))),
  route("GET /metadata", { scopes }, ({ instance }) => ok(presentMetadata(instance))),

  // The licence belongs to the Enterprise Edition; clients ask for it to learn which edition they talk to.
  openRoute("GET /license", {}, ({ instance, user }) => {
    if (!isLicensed(instance.edition)) throw grapeError(404, "404 Not Found");
    if (user === undefined) throw unauthorized();
    if (!user.admin) throw forbidden();
    return ok(presentLicense(instance));
  }),

  // Only administrators may ask, so that the answer tells whether an administrator's rights are in force.
  route("GET /application/appearance", { before: requireAdmin }, () => ok(APPEARANCE)),

  route("GET /application/settings", { before: requireAdmin }, ({ instance }) => ok(instance.settings.present())),

  route(
    "PUT /application/settings",
    {
      before: requireAdmin,
      params: settingParams,
      rules: [atLeastOneOf(...Object.keys(settingParams)), ...settingRules],
    },
    ({ instance, params, given }) => {
      requireKnown(given);
      requireValidSettings(instance, params);
      instance.settings.change(params);
      return ok(instance.settings.present());
    },
  ),

  ...emptyListRoutes,
];

/** GitLab has far more settings. One that the simulator doesn't know is refused and not dropped. */
function requireKnown(given: RawParams): void {
  const common = ["private_token", "access_token", "sudo", "id"];
  const unknown = Object.keys(given).filter((name) => !(name in settingParams) && !common.includes(name));
  if (unknown.length > 0) throw new NotSimulated(`the setting ${unknown.join(", ")}`);
}
