import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { known, knownItems } from "../reading/known";
import { isRotatingToken } from "../reading/rotation";

/** What may do instead. https://docs.gitlab.com/security/tokens/access_token_scopes/ */
const NARROWER: Readonly<Record<string, string>> = {
  api: "read_api to read, create_runner or manage_runner for runners, self_rotate to renew itself, read_repository or write_repository for Git",
  write_repository: "read_repository to clone",
  write_registry: "read_registry to pull",
  write_virtual_registry: "read_virtual_registry to pull",
  write_observability: "read_observability to read",
};

/**
 * A token has no scope that writes where one that reads is enough.
 *
 * **Why**: `api` is everything that the role may do: merge, change variables, make further tokens. A job that only reads a file gives all of
 * that to whoever gets hold of its environment, by a poisoned dependency or a printed variable.
 *
 * **How to fix**: take the narrower scope that the refusal names; or list the scope under `allowedScopes` after a review.
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
 */
const config = ruleConfig({
  allowedScopes: z.array(z.string().trim().min(1)).default([]).describe("Scopes that tokens may have although broad."),
});

export type ForbidBroadTokenScopesConfig = z.input<typeof config>;

export const forbidBroadTokenScopes: ResourceValidationPolicy = {
  name: "forbid-broad-token-scopes",
  description: "A token may do what its job needs, and no more.",
  severity: "medium",
  framework: owasp("CICD-SEC-6"),
  url: "https://docs.gitlab.com/security/tokens/access_token_scopes/",
  tags: ["access-token"],
  remediationSteps:
    "Replace the scope by the narrower one that the refusal names, or add it to allowedScopes after a review.",
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { config: allowed, refuse } = judge(config, args, report);
    if (!isRotatingToken(args)) return;
    const scopes: readonly unknown[] = knownItems(known(args.props, "scopes"));
    for (const [scope, narrower] of Object.entries(NARROWER)) {
      if (!scopes.includes(scope) || allowed.allowedScopes.includes(scope)) continue;
      refuse(args, `'${args.name}' has the scope ${scope}. Where it is enough, take ${narrower}.`);
    }
  },
};
