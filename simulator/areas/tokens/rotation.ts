import { badRequest } from "../../grape/errors";
import type { AccessToken } from "../../model/access-token";
import type { Instance } from "../../model/instance";
import { expiryProblem, rotatedTokenExpiry } from "./lifetime";

/**
 * Ends a token and makes the next of its family. Only a revoked one is refused: one that has expired is rotated like
 * any other.
 */
export function rotate(instance: Instance, token: AccessToken, asked: string | null | undefined): AccessToken {
  requireRotatable(token);
  const expiresAt = rotatedTokenExpiry(instance, asked);
  const problem = expiryProblem(instance, expiresAt);
  if (problem !== undefined) throw badRequest(problem);
  const now = instance.clock.now();
  instance.tokens.revoke(token, now);
  const { userId, name, description, scopes, impersonation, familyId } = token;
  return instance.tokens.create({ userId, name, description, scopes, impersonation, familyId, expiresAt }, now);
}

export function requireRotatable(token: AccessToken): void {
  if (token.revokedAt !== null) throw badRequest("Token already revoked");
}
