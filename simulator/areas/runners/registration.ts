import { forbidden, refuse } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { Registrar } from "../../model/registration-tokens";
import { allowsRegistrationTokens } from "../registration";

/** An unknown token is invalid. Where the instance allows no registration at all, GitLab says that instead. */
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
