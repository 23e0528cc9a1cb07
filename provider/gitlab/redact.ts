/**
 * What looks like a GitLab credential whatever its kind: `glpat-…`, `glrt-…`, `glcbt-…`, also behind an instance prefix, legacy runner
 * registration tokens, JSON web tokens, and credentials in headers and URLs.
 * https://docs.gitlab.com/security/tokens/#token-prefixes
 */
const credentials = [
  /\bgl[a-z]{1,8}-[\w.=-]{6,}/g,
  /\bGR1348941[\w-]{6,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g,
  /(?<=\b(?:PRIVATE-TOKEN|JOB-TOKEN|Authorization)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?)[^\s"',]{6,}/gi,
  /(?<=\/\/)[^/\s@]+(?=@)/g,
];

/** Takes every credential out of a text: the given values and whatever looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return credentials.reduce((rest, pattern) => rest.replace(pattern, "[redacted]"), withoutKnown);
}
