import type { IncomingHttpHeaders } from "node:http";
import { type AccessToken, isExpired } from "../model/access-tokens";
import type { Instance } from "../model/instance";
import type { Job } from "../model/job-tokens";
import type { User } from "../model/users";
import { forbidden, notFound, Refusal, unauthorized } from "./errors";
import type { RawParams } from "./params";

/** Who is behind a request, as far as its credential says. */
export interface Identity {
  readonly user: User;
  readonly token: AccessToken;
}

/** Which tokens may pass: `api` always may, `read_api` may read; a route can admit more, or any valid token. */
export interface Access {
  readonly scopes: readonly string[] | "any";
  /** Scopes that open this endpoint, although elsewhere they only allow reading. */
  readonly writing?: readonly string[];
  /** Callers without a credential get an answer too; the handler decides what they may see. */
  readonly anonymous: boolean;
  /** The handler reads a credential of its own kind, such as a runner's token: no user is looked up. */
  readonly ownCredential?: boolean;
}

/** What kind of credential a request carried; `job` is a CI job token, which few endpoints accept. */
export type TokenKind = "none" | "unknown" | "job" | "personal" | "runner";

/** A request's credential as it was looked up: once, when the request arrived. */
export interface Credential {
  readonly kind: TokenKind;
  readonly token: AccessToken | undefined;
  readonly user: User | undefined;
  /** The job that runs, where its token is the credential. */
  readonly job?: Job;
}

interface Carrier {
  readonly headers: IncomingHttpHeaders;
  readonly given: RawParams;
}

interface Attempt extends Carrier {
  readonly method: string;
  readonly path: string;
  readonly credential: Credential;
}

/** Scopes that open an endpoint for reading only. */
const READING_SCOPES: ReadonlySet<string> = new Set(["read_api", "read_user", "ai_workflows"]);
/** GitLab writes down a token's use at most every ten minutes. */
const LAST_USED_GRANULARITY_MS = 10 * 60 * 1000;

/** Looks up who is behind a request. A parameter counts before a header, `PRIVATE-TOKEN` before `Authorization`. */
export function credentialIn(instance: Instance, { headers, given }: Carrier): Credential {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const candidates = [given.private_token, headers["private-token"], given.access_token, bearer];
  const value = candidates.find((each): each is string => typeof each === "string" && each !== "");
  const token = value === undefined ? undefined : instance.tokens.byValue(value);
  if (token) return { kind: "personal", token, user: instance.users.byId(token.userId) };
  const jobToken = jobTokenIn({ headers, given });
  const job = instance.jobTokens.byToken(jobToken ?? bearer ?? "");
  if (job) return { kind: "job", token: undefined, user: instance.users.byId(job.userId), job };
  return { kind: kindOf(instance, value ?? (jobToken && JOB_PREFIX)), token: undefined, user: undefined };
}

const JOB_PREFIX = "glcbt-";

/** What is given as a job's token: a parameter, a header, or the password of a user called `gitlab-ci-token`. */
function jobTokenIn({ headers, given }: Carrier): string | undefined {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const candidates = [given.job_token, headers["job-token"], encoded && passwordIn(encoded)];
  return candidates.find((each): each is string => typeof each === "string" && each !== "");
}

function passwordIn(encoded: string): string | undefined {
  const [user, ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return user === "gitlab-ci-token" ? password.join(":") : undefined;
}

function kindOf(instance: Instance, value: string | undefined): TokenKind {
  if (value === undefined) return "none";
  if (instance.runners.byToken(value, instance.clock.now())) return "runner";
  return value.includes(JOB_PREFIX) ? "job" : "unknown";
}

/**
 * Returns who calls, or nobody. A credential must be valid, even where none is needed. None of these endpoints takes a
 * CI job token, so one counts as no credential.
 */
export function authenticate(instance: Instance, attempt: Attempt, access: Access): Identity | undefined {
  const { kind, token, user } = attempt.credential;
  if (kind === "none" || kind === "job" || access.ownCredential) return undefined;
  // Somebody may have been deleted since the request arrived.
  if (token === undefined || user === undefined || instance.tokens.byId(token.id) !== token) throw unauthorized();
  requireLive(instance, token, attempt.path);
  if (user.state === "blocked") throw forbidden("Your account has been blocked.");
  requireScope(token, attempt.method, access);
  touch(instance, token, user);
  return { user: actor(instance, attempt, { user, token }), token };
}

/** Administrators may act as somebody else. https://docs.gitlab.com/api/rest/authentication/#sudo */
function actor(instance: Instance, { headers, given }: Attempt, { user, token }: Identity): User {
  const asked = given.sudo ?? headers.sudo;
  if (asked === undefined) return user;
  if (!user.admin) throw forbidden("Must be admin to use sudo");
  if (!token.scopes.includes("sudo")) throw insufficientScope(["sudo"]);
  const found = instance.users.byIdOrUsername(String(asked));
  if (found === undefined) throw notFound(`User with ID or username '${asked}'`);
  return found;
}

/** The end of the paths on which GitLab takes a revoked credential for a stolen one. */
const ROTATION = /access_tokens\/(\d+|self)\/rotate$/;

function requireLive({ clock, tokens }: Instance, token: AccessToken, path: string): void {
  if (isExpired(token, clock.today())) {
    throw bearerError(401, "invalid_token", "Token is expired. You can either do re-authorization or token refresh.");
  }
  if (token.revokedAt !== null) {
    if (ROTATION.test(path)) tokens.revokeFamily(token, clock.now());
    throw bearerError(401, "invalid_token", "Token was revoked. You have to re-authorize from the user.");
  }
}

function requireScope(token: AccessToken, method: string, access: Access): void {
  if (access.scopes === "any") return;
  const admitted = [...access.scopes, "api", "read_api"];
  const reads = method === "GET" || method === "HEAD";
  const held: readonly string[] = token.scopes;
  const opens = (scope: string) => reads || !READING_SCOPES.has(scope) || access.writing?.includes(scope);
  if (admitted.some((scope) => held.includes(scope) && opens(scope))) return;
  throw insufficientScope(admitted);
}

function insufficientScope(admitted: readonly string[]): Refusal {
  const description = "The request requires higher privileges than provided by the access token.";
  return bearerError(403, "insufficient_scope", description, { scope: admitted.join(" ") });
}

/** RFC 6750; only 401 answers carry the header, as in the library GitLab uses. */
function bearerError(status: 401 | 403, error: string, description: string, more: Record<string, string> = {}) {
  const body = { error, error_description: description, ...more };
  if (status === 403) return new Refusal({ status, body });
  const challenge = `Bearer realm="Protected by OAuth 2.0", error="${error}", error_description="${description}"`;
  return new Refusal({ status, body, headers: { "WWW-Authenticate": challenge } });
}

export function touch(instance: Instance, token: AccessToken, user: User): void {
  const now = instance.clock.now();
  const last = token.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (now.getTime() - last < LAST_USED_GRANULARITY_MS) return;
  token.lastUsedAt = now;
  user.lastActivityOn = instance.clock.today();
}
