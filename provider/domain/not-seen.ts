/**
 * How the provider tells a report that a refresh could not see something: as a warning that begins with these words. A state that nobody
 * compared is no sign that nothing has drifted.
 */
const NOT_SEEN = "Not seen: ";

/** The warning about what a credential can't see. */
export function notSeenWarning(what: string): string {
  return `${NOT_SEEN}${what}`;
}

/** What a warning says that could not be seen; undefined of every other warning. */
export function notSeenIn(warning: string): string | undefined {
  const [, what] = warning.split(NOT_SEEN);
  return what?.trim();
}
