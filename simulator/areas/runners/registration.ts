import { forbidden, refuse } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { Registrar } from "../../model/registration-tokens";
import { allowsRegistrationTokens } from "../registration";

/** A token that fits nothing is invalid, save where no token would do: there GitLab says that the way is closed. */
export function registrarFor(instance: Instance, token: string): Registrar {
  const { settings, registrationTokens } = instance;
  const place = registrationTokens.placeOf(token);
  const counts = place === "instance" || (place && settings.runnerRegistrars.includes(place.kind));
  if (place === undefined || !counts) {
    if (token !== "" && !settings.allowsRegistrationTokens) throw disallowed();
    throw forbidden("invalid token supplied");
  }
  if (!allowsRegistrationTokens(instance, place)) throw disallowed();
  return place;
}

function disallowed() {
  return refuse(410, "410 Gone - runner registration disallowed");
}
