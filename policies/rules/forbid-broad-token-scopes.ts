import { z } from "zod";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf, itemsOf } from "../reading/resource";
import { ROTATING_TOKENS } from "../reading/rotation";
import { resourceRule } from "../rule";

/** What may do instead. https://docs.gitlab.com/security/tokens/access_token_scopes/ */
const NARROWER: Readonly<Record<string, string>> = {
  api: "read_api to read, create_runner or manage_runner for runners, self_rotate to renew itself, read_repository or write_repository for Git",
  write_repository: "read_repository to clone",
  write_registry: "read_registry to pull",
  write_virtual_registry: "read_virtual_registry to pull",
  write_observability: "read_observability to read",
};

const config = ruleConfig({
  allowedScopes: z.array(z.string().trim().min(1)).default([]).describe("Scopes that tokens may have although broad."),
});

export type ForbidBroadTokenScopesConfig = z.input<typeof config>;

/**
 * A token has no scope that writes where a scope that reads is enough.
 *
 * **Why**: `api` allows everything that the role allows: to merge, to change variables, to create more tokens. A job that only reads a
 * file gives all of that to anybody who gets hold of its environment, through a poisoned dependency or a printed variable.
 *
 * **How to fix**: use the narrower scope that the refusal names, or list the scope under `allowedScopes` after a review.
 *
 * Scopes that are not known yet are not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["read_api", "self_rotate"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * ```
 *
 * @see https://docs.gitlab.com/security/tokens/access_token_scopes/
 */
export const forbidBroadTokenScopes = resourceRule({
  name: "forbid-broad-token-scopes",
  description: "A token may do what its job needs, and no more.",
  severity: "medium",
  framework: owasp("CICD-SEC-6"),
  tags: ["access-token"],
  remediationSteps:
    "Replace the scope by the narrower one that the refusal names, or add it to allowedScopes after a review.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: allowed, refuse }) {
    const token = inputsOf(resource, ...ROTATING_TOKENS);
    if (token === undefined) return;
    const scopes = itemsOf(token.scopes);
    for (const [scope, narrower] of Object.entries(NARROWER)) {
      if (!scopes.includes(scope) || allowed.allowedScopes.includes(scope)) continue;
      refuse(resource, `'${resource.name}' has the scope ${scope}. Where it is enough, take ${narrower}.`);
    }
  },
});
