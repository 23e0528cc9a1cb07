import { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { daysLeft, ROTATING_TOKENS, rotationOf } from "../reading/rotation";
import { resourceRule } from "../rule";

const config = ruleConfig({
  maxDays: z.int().min(2).default(90).describe("The longest that a token may live, in days."),
});

export type LimitTokenLifetimeConfig = z.input<typeof config>;

/**
 * A token that renews itself lives at most 90 days.
 *
 * **Why**: a token that leaked into a log, an image or a backup can be used until it ends. Nobody notices the copy; only the rotation
 * ends it.
 *
 * **How to fix**: lower `rotationConfiguration.expirationDays`. A token that would live longer is renewed in the next `pulumi up`.
 *
 * The last day of the present token is judged as well. What is not known yet is not refused.
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
 *
 * @see https://docs.gitlab.com/security/tokens/
 */
export const limitTokenLifetime = resourceRule({
  name: "limit-token-lifetime",
  description: "A token ends before it can be forgotten.",
  severity: "medium",
  framework: owasp("CICD-SEC-6"),
  tags: ["access-token"],
  remediationSteps: "Lower rotationConfiguration.expirationDays to what the rule allows.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: limits, refuse, clock }) {
    const token = inputsOf(resource, ...ROTATING_TOKENS);
    if (token === undefined) return;
    const { expirationDays } = rotationOf(token);
    if (expirationDays !== UNKNOWN && expirationDays > limits.maxDays) {
      refuse(
        resource,
        `'${resource.name}' makes tokens that live ${expirationDays} days. Set rotationConfiguration.expirationDays to ${limits.maxDays} or less.`,
      );
      return;
    }
    const left = token.expiresAt === undefined ? undefined : daysLeft(token.expiresAt, clock().today);
    if (left === undefined || left <= limits.maxDays) return;
    refuse(
      resource,
      `'${resource.name}' ends on ${token.expiresAt}, in ${left} days. Leave expiresAt to the rotation, or have it end in ${limits.maxDays} days or less.`,
    );
  },
});
