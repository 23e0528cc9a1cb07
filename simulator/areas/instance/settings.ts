import { atLeastOneOf } from "../../grape/params";
import { ok } from "../../grape/reply";
import { route } from "../../grape/router";
import { settable } from "../../grape/settable";
import { ApplicationSettings } from "../../model/application-settings";
import { requireAdmin } from "../access";

const params = settable(ApplicationSettings.defaults);

export const settingsRoutes = [
  route("GET /application/settings", { before: requireAdmin }, ({ instance }) => ok(instance.settings.present())),

  route(
    "PUT /application/settings",
    { before: requireAdmin, params, rules: [atLeastOneOf(...Object.keys(params))] },
    ({ instance, params: given }) => {
      instance.settings.change(given);
      return ok(instance.settings.present());
    },
  ),
];
