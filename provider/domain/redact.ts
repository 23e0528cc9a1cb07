import { TOKENS } from "./token-shapes";

const REDACTED = "[redacted]";
/** A shorter value is part of too many words. */
const SHORTEST_SECRET = 6;
/** An answer may cut a value off, or spell some of its characters in a way of its own: what is this long and part of a value goes as well. */
const SHORTEST_PIECE = 10;
/** What is longer is cut before the patterns look at it: nobody reads it, and an answer may have megabytes. */
const LONGEST_TEXT = 8_000;

/** Credentials that stand in headers and URLs. */
const PLACES = [
  /(?<=\b(?:(?:PRIVATE|JOB|ACCESS)[-_]TOKEN|Authorization)["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:Bearer|Basic)\s{1,3})?)(?!(?:Bearer|Basic)\s)[^\s"',&]+/gi,
  /(?<=\/\/)[^/\s]+(?=@)/g,
];

/** Takes every credential out of a text: the given values, as they are and as JSON and URLs spell them, and whatever looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = spellingsOf(secrets.filter((secret) => secret.length >= SHORTEST_SECRET)).reduce(
    (rest, secret) => rest.replaceAll(secret, REDACTED),
    text,
  );
  const readable = withoutKnown.slice(0, LONGEST_TEXT);
  return [...TOKENS, ...PLACES].reduce((rest, pattern) => rest.replace(pattern, REDACTED), readable);
}

/** For words that repeat what was sent: long pieces of values are taken out as well, and short values where they stand as words of their own. */
export function redactWords(text: string, secrets: readonly string[]): string {
  const spellings = spellingsOf(secrets);
  const withoutWhole = spellings.reduce((rest, secret) => {
    const isWord = secret.length < SHORTEST_SECRET;
    return isWord
      ? rest.replace(new RegExp(`(?<!\\w)${escaped(secret)}(?!\\w)`, "g"), REDACTED)
      : rest.replaceAll(secret, REDACTED);
  }, text);
  return withoutPieces(withoutWhole.slice(0, LONGEST_TEXT), spellings);
}

function withoutPieces(text: string, values: readonly string[]): string {
  let readable = "";
  for (let at = 0; at < text.length; ) {
    const length = pieceAt(text, at, values);
    readable += length === 0 ? text.charAt(at) : REDACTED;
    at += Math.max(1, length);
  }
  return readable;
}

/** The length of the longest piece of a value that stands there, or 0. */
function pieceAt(text: string, at: number, values: readonly string[]): number {
  const lengthIn = (value: string) => {
    let length = SHORTEST_PIECE;
    while (at + length <= text.length && value.includes(text.slice(at, at + length))) length += 1;
    return length - 1;
  };
  const longest = Math.max(0, ...values.map(lengthIn));
  return longest < SHORTEST_PIECE ? 0 : longest;
}

/** The longer one first: it may begin like a shorter one. */
function spellingsOf(secrets: readonly string[]): string[] {
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
  ]);
  return [...new Set(spellings)].filter((secret) => secret !== "").toSorted((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
