/** Names are short. A longer one is a mistake, or is meant to hide something. */
const LONGEST = 200;

/**
 * A name from GitLab for people's eyes: characters that move the cursor, turn the direction or can't be seen are written as their number. Any
 * terminal, page or picture would otherwise obey them.
 */
export function shown(name: string): string {
  const text = name.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,
    (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`,
  );
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** JSON with such characters escaped as JSON has it. */
export function shownJson(value: unknown): string {
  return JSON.stringify(value, undefined, 1).replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}
