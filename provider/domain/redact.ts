import { TOKENS } from "./token-shapes";

/** Credentials that stand in headers and URLs. */
const PLACES = [
  /(?<=\b(?:(?:PRIVATE|JOB|ACCESS)[-_]TOKEN|Authorization)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?)(?!(?:Bearer|Basic)\s)[^\s"',&]+/gi,
  /(?<=\/\/)[^/\s]+(?=@)/g,
];

/** Takes every credential out of a text: the given values and whatever looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets
    .filter((secret) => secret !== "")
    .toSorted((a, b) => b.length - a.length) // The longer one first: it may begin like a shorter one.
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return [...TOKENS, ...PLACES].reduce((rest, pattern) => rest.replace(pattern, "[redacted]"), withoutKnown);
}
