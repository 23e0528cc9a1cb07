import { nearest } from "../../domain/nearest";
import { isUnknown } from "../../engine/unknowns";

/** https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes: those that tokens of projects and groups can have. */
const SCOPES = [
  "ai_features",
  "api",
  "create_runner",
  "k8s_proxy",
  "manage_runner",
  "read_api",
  "read_observability",
  "read_registry",
  "read_repository",
  "read_virtual_registry",
  "self_rotate",
  "write_observability",
  "write_registry",
  "write_repository",
  "write_virtual_registry",
] as const;

/** Any text is allowed: a later GitLab may know more. */
export type TokenScope = (typeof SCOPES)[number] | (string & {});

/** Returns the warning about scopes that this version doesn't know. A later GitLab may know them, so they are never refused. */
export function unknownScopes(scopes: unknown): string | undefined {
  const names = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  const unknown = names.filter((name) => !isUnknown(name) && !SCOPES.some((scope) => scope === name));
  if (unknown.length === 0) return undefined;
  const guesses = unknown.map((name) => {
    const meant = nearest(name, SCOPES);
    return meant === undefined ? `"${name}"` : `"${name}" (did you mean "${meant}"?)`;
  });
  return `Not a scope that GitLab documents for access tokens: ${guesses.join(", ")}. It is sent as it is, and GitLab decides.`;
}
