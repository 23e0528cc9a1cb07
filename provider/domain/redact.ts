/**
 * What looks like a GitLab credential: the prefixes that GitLab documents (by name, because a project may be called
 * `global-settings`), also behind an instance's own prefix, legacy runner registration tokens, JSON web tokens, and credentials in
 * headers and URLs. https://docs.gitlab.com/security/tokens/#token-prefixes
 */
const credentials = [
  /gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rtr?|soat|wt)-[\w.=-]{6,}/g,
  /\bGR1348941[\w-]{6,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g,
  /(?<=\b(?:(?:PRIVATE|JOB|ACCESS)[-_]TOKEN|Authorization)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?)(?!(?:Bearer|Basic)\s)[^\s"',&]+/gi,
  /(?<=\/\/)[^/\s]+(?=@)/g,
];

/** Takes every credential out of a text: the given values and whatever looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets
    .filter((secret) => secret !== "")
    .toSorted((a, b) => b.length - a.length) // The longer one first: it may begin like a shorter one.
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return credentials.reduce((rest, pattern) => rest.replace(pattern, "[redacted]"), withoutKnown);
}
