import type { Group } from "./group";
import type { Project } from "./project";

/** Settings that GitLab offers only on the pages of a group or project, with their defaults. */
const DEFAULTS = {
  resource_access_token_creation_allowed: true,
  runner_registration_enabled: true,
  allow_runner_registration_token: true,
  /** Seconds that the tokens of runners live: of the group's own, of those of its subgroups, of its projects'. */
  runner_token_expiration_interval: null,
  subgroup_runner_token_expiration_interval: null,
  project_runner_token_expiration_interval: null,
  /** Of a top-level group's plan: how many project access tokens may live below it. A trial on GitLab.com has one. */
  project_access_token_limit: null,
} as const;

type Defaults = typeof DEFAULTS;
/** A setting that GitLab's REST calls don't reach. */
export type PageSetting = keyof Defaults;
export type PageSettingValue<S extends PageSetting> = Defaults[S] extends null ? number | null : boolean;

export function pageSetting<S extends PageSetting>(place: Group | Project, name: S): PageSettingValue<S> {
  // `setPageSetting` is the only one that writes these names, and it takes values of their type.
  return (place.settings.get(name) ?? DEFAULTS[name]) as PageSettingValue<S>;
}

export function setPageSetting<S extends PageSetting>(
  place: Group | Project,
  name: S,
  value: PageSettingValue<S>,
): void {
  place.settings.set(name, value);
}
