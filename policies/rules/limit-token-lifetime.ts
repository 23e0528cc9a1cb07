import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { cannotTell } from "../reading/known";
import { isRotatingToken, rotationOf } from "../reading/rotation";

/**
 * A token that renews itself lives 90 days at most.
 *
 * **Why**: a token that leaked, into a log, an image or a backup, is good for whoever finds it until it ends. Nobody notices the copy; the
 * rotation is what ends it.
 *
 * **How to fix**: lower `rotationConfiguration.expirationDays`. The token is renewed in the next `pulumi up` if it would live longer.
 *
 * A number of days that is not known yet is not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["read_api"],
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
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 365, rotateBeforeDays: 30 },
 * });
 * ```
 */
const config = ruleConfig({
  maxDays: z.int().min(2).default(90).describe("The longest that a token may live, in days."),
});

export type LimitTokenLifetimeConfig = z.input<typeof config>;

export const limitTokenLifetime: ResourceValidationPolicy = {
  name: "limit-token-lifetime",
  description: "A token that nobody misses ends soon.",
  severity: "medium",
  framework: owasp("CICD-SEC-6"),
  url: "https://docs.gitlab.com/security/tokens/",
  tags: ["access-token"],
  remediationSteps: "Lower rotationConfiguration.expirationDays to what the rule allows.",
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { config: limits, refuse } = judge(config, args, report);
    if (!isRotatingToken(args)) return;
    const { expirationDays } = rotationOf(args.props);
    if (expirationDays === cannotTell || expirationDays <= limits.maxDays) return;
    refuse(
      args,
      `'${args.name}' makes tokens that live ${expirationDays} days. Set rotationConfiguration.expirationDays to ${limits.maxDays} or less.`,
    );
  },
};
