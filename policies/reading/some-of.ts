/** So many names are enough to find the others. */
const NAMES_SHOWN = 3;

/** The first names of a list, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  return names.slice(0, NAMES_SHOWN).join(", ") + rest;
}
