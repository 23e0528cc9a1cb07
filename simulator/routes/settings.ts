import { requireAdmin } from "../access";
import { ApplicationSettings } from "../application-settings";
import { atLeastOneOf } from "../params";
import { ok } from "../reply";
import { route } from "../router";
import { settable } from "../settable";

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
