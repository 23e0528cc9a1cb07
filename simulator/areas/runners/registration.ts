import { forbidden, refuse } from "../../grape/errors";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { pageSetting } from "../../model/page-settings";
import type { Registrar } from "../../model/registration-tokens";

/** A token that fits nothing is invalid, save where no token would do: there GitLab says that the way is closed. */
export function registrarFor(instance: Instance, token: string): Registrar {
  const { settings, registrationTokens } = instance;
  const place = registrationTokens.placeOf(token);
  const counts = place === "instance" || (place && settings.runnerRegistrars.includes(place.kind));
  if (place === undefined || !counts) {
    if (token !== "" && !settings.allowsRegistrationTokens) throw disallowed();
    throw forbidden("invalid token supplied");
  }
  if (!allowsTokens(instance, place)) throw disallowed();
  return place;
}

function disallowed() {
  return refuse(410, "410 Gone - runner registration disallowed");
}

function allowsTokens({ settings, namespaces }: Instance, place: Registrar): boolean {
  if (!settings.allowsRegistrationTokens || place === "instance") return settings.allowsRegistrationTokens;
  const nearest: Group | undefined = place.kind === "group" ? place : namespaces.groupOf(place);
  const top = [...namespaces.lineage(nearest)].at(-1);
  return top === undefined || pageSetting(top, "allow_runner_registration_token");
}
