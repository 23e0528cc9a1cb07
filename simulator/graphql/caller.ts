import { type Credential, touch } from "../grape/auth";
import { isExpired } from "../model/access-tokens";
import type { Instance } from "../model/instance";
import type { User } from "../model/users";
import { refusal } from "./refusals";

/** Who asks, as far as the credential says; without one everybody sees what is public. */
export interface Caller {
  readonly user: User | undefined;
  readonly mayMutate: boolean;
}

const NOBODY: Caller = { user: undefined, mayMutate: false };

/** A token that may not query counts as no token: GitLab then finds no user. */
export function callerOf(instance: Instance, { kind, token, user }: Credential): Caller {
  if (kind === "none") return NOBODY;
  const known = token !== undefined && user !== undefined && instance.tokens.byId(token.id) === token;
  const live = known && token.revokedAt === null && !isExpired(token, instance.clock.today());
  if (!live || !token.scopes.some((scope) => scope === "api" || scope === "read_api")) {
    throw refusal(401, "Invalid token");
  }
  if (user.state === "blocked") throw refusal(403, "API not accessible for user");
  touch(instance, token, user);
  return { user, mayMutate: token.scopes.includes("api") };
}
