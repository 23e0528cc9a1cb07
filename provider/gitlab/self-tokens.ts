import { z } from "zod";
import type { Call, Client } from "../http/client";
import { AnswerError } from "../http/errors";
import { path } from "../http/path";

/** https://docs.gitlab.com/api/personal_access_tokens/: what a token may ask and do about itself. */

const issue = z.object({
  id: z.number(),
  user_id: z.number(),
  created_at: z.string(),
  expires_at: z.string().nullish(),
  token: z.string().min(1),
});

const as = (token: string) => ({ token, source: "the resource's own state" });

/** Is this value good? Any token may ask, whatever its scopes, and asking never counts as using a rotated token again. */
export async function isAlive(client: Client, token: string): Promise<boolean> {
  const call: Call = {
    method: "GET",
    path: path`/personal_access_tokens/self`,
    credential: as(token),
    purpose: { action: "ask whether the access token is still good", needs: "a GitLab that can be reached" },
  };
  try {
    await client.send(call, z.object({ active: z.boolean() }));
    return true;
  } catch (error) {
    if (isUnauthorized(error)) return false;
    throw error;
  }
}

/** Never to be sent with a value that is not surely alive: GitLab revokes the whole family of a rotated token that is used again. */
export function rotateSelf(client: Client, token: string, expiresAt: string): Promise<z.output<typeof issue>> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/personal_access_tokens/self/rotate`,
    body: { expires_at: expiresAt },
    credential: as(token),
    purpose: {
      action: "let the access token rotate itself",
      needs: "the scope self_rotate or api on the token itself",
    },
  };
  return client.send(call, issue);
}

/** A value that is no longer good is revoked already. */
export async function revokeSelf(client: Client, token: string): Promise<"dead already" | "revoked"> {
  const call: Call = {
    method: "DELETE",
    path: path`/personal_access_tokens/self`,
    credential: as(token),
    purpose: { action: "let the access token revoke itself", needs: "a GitLab that can be reached" },
  };
  try {
    await client.sendOnly(call);
    return "revoked";
  } catch (error) {
    if (isUnauthorized(error)) return "dead already";
    throw error;
  }
}

function isUnauthorized(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 401;
}
