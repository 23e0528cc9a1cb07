import { z } from "zod";
import { longestOverlap } from "../../provider/domain/calendar";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { daysLeft, ROTATING_TOKENS, type RotatingToken, rotationOf } from "../reading/rotation";
import { resourceRule } from "../rule";

const config = ruleConfig({
  maxDays: z.int().min(0).default(14).describe("The longest that a previous token may stay, in days."),
});

export type LimitTokenOverlapConfig = z.input<typeof config>;

/**
 * With `strategy: "overlap"`, the previous token stays valid for at most 14 days.
 *
 * **Why**: while two tokens are valid, a rotation ends nothing: anybody who copied the previous one can go on using it. And a consumer
 * that never moved to the new one isn't noticed before the overlap ends.
 *
 * **How to fix**: set `overlapDays` to the days that the consumers of the token need to follow.
 *
 * If `overlapDays` is left out, it is as long as the rotation allows, and that is judged. The day on which the present previous token
 * ends is judged as well. What is not known yet is not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.RotatingProjectToken("mirror", {
 *   project: "acme/billing",
 *   name: "mirror",
 *   scopes: ["read_repository"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 30 },
 *   strategy: "overlap",
 *   overlapDays: 5,
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.RotatingProjectToken("mirror", {
 *   project: "acme/billing",
 *   name: "mirror",
 *   scopes: ["read_repository"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 30 },
 *   strategy: "overlap",
 * });
 * ```
 *
 * @see https://docs.gitlab.com/security/tokens/
 */
export const limitTokenOverlap = resourceRule({
  name: "limit-token-overlap",
  description: "A previous token ends soon after its successor is there.",
  severity: "medium",
  framework: owasp("CICD-SEC-6"),
  tags: ["access-token"],
  remediationSteps: "Set overlapDays to a number that the rule allows.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: limits, refuse, clock }) {
    const token = inputsOf(resource, ...ROTATING_TOKENS);
    if (token === undefined) return;
    const days = token.strategy === "overlap" ? overlapOf(token) : UNKNOWN;
    const left = token.retirePreviousAt === undefined ? undefined : daysLeft(token.retirePreviousAt, clock().today);
    if (days !== UNKNOWN && days > limits.maxDays) {
      refuse(
        resource,
        `'${resource.name}' keeps the previous token for ${days} days. Set overlapDays to ${limits.maxDays} or less.`,
      );
    } else if (left !== undefined && left > limits.maxDays) {
      refuse(
        resource,
        `'${resource.name}' keeps the previous token until ${token.retirePreviousAt}, for ${left} days. Leave retirePreviousAt to the rotation.`,
      );
    }
  },
});

/** As declared; else the longest that ends before the previous token does and before the next rotation, which is the default. */
function overlapOf(token: RotatingToken): number | typeof UNKNOWN {
  const { overlapDays: declared } = token;
  if (typeof declared === "number") return declared;
  const { expirationDays, rotateBeforeDays } = rotationOf(token);
  if (declared === UNKNOWN || expirationDays === UNKNOWN || rotateBeforeDays === UNKNOWN) return UNKNOWN;
  return longestOverlap({ expirationDays, rotateBeforeDays });
}
