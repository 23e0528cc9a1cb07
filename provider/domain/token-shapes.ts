/**
 * What GitLab's tokens look like. The prefixes stand here by name, because a project may be called `global-settings`.
 * https://docs.gitlab.com/security/tokens/#token-prefixes
 */
const PREFIXES = [
  ...["glagent", "glcbt", "gldt", "glffct", "glft", "glimt", "gloas", "glpat", "glptt", "glrt", "glrtr", "glsoat"],
  "glwt",
] as const;

/** The beginning of the runner registration tokens that GitLab made before authentication tokens. */
const REGISTRATION = "GR1348941";

/** A shorter text of a file or an address that begins like a token is the beginning of a name. */
const SHORTEST_TOKEN = 15;

/** No `\b` before the prefix: an instance may put one of its own in front. */
const NAMED = `(?:${PREFIXES.join("|")})-`;
const JSON_WEB_TOKEN = String.raw`\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+`;

/** Patterns for what looks like a token of GitLab's, in a text where a part of one must not stay either. */
export const TOKENS: readonly RegExp[] = [
  new RegExp(`${NAMED}[\\w.=-]{6,}`, "g"),
  new RegExp(`\\b${REGISTRATION}[\\w-]{6,}`, "g"),
  new RegExp(JSON_WEB_TOKEN, "g"),
];

const WHOLE_TOKEN = new RegExp(`(?:${NAMED}|${REGISTRATION})[\\w.-]{${SHORTEST_TOKEN},}|${JSON_WEB_TOKEN}`, "i");

/** Returns whether anything in the text looks like a whole token. A project called `acme/glue-service` is none. */
export function holdsCredential(text: string): boolean {
  return WHOLE_TOKEN.test(text);
}

export function isRegistrationToken(token: string): boolean {
  return token.startsWith(REGISTRATION);
}

/** Returns whether it begins as CI job tokens do, behind the instance's own prefix too. */
export function isJobToken(token: string): boolean {
  return /(^|-)glcbt-/.test(token);
}
