/** What can be set and read back by GitLab's own names, with the values that GitLab starts from. */
export type SettingDefaults = Readonly<Record<string, unknown>>;

/** Writes those that were given and that GitLab has. */
export function keepSettings(
  settings: Map<string, unknown>,
  defaults: SettingDefaults,
  given: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(defaults))
    if (name in given) settings.set(name, likeDefault(defaults[name], given[name]));
}

/** Forms and queries carry text. Booleans and numbers are turned back into what they are. */
function likeDefault(initial: unknown, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (typeof initial === "boolean") return value === "true" || value === "1";
  return typeof initial === "number" && /^-?\d+$/.test(value) ? Number(value) : value;
}
