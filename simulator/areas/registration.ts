import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import { pageSetting } from "../model/page-settings";
import type { Project } from "../model/project";
import type { Registrar } from "../model/registration-tokens";

/** Returns whether GitLab's old way to make runners is open in a place: the instance and the top-level group say so. */
export function allowsRegistrationTokens({ settings, namespaces }: Instance, place: Registrar): boolean {
  if (!settings.allowsRegistrationTokens || place === "instance") return settings.allowsRegistrationTokens;
  const top = namespaces.topOf(place);
  return top === undefined || pageSetting(top, "allow_runner_registration_token");
}

/** `runners_token`, as GitLab shows it beside the settings of whoever may administrate the place. */
export function registrationTokenOf(instance: Instance, place: Group | Project): string | null {
  return allowsRegistrationTokens(instance, place) ? instance.registrationTokens.of(place) : null;
}
