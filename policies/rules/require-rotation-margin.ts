import { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf, type Subject } from "../reading/resource";
import { daysLeft, ROTATING_TOKENS, type RotatingToken, rotationOf } from "../reading/rotation";
import { resourceRule } from "../rule";

/** A failed run is noticed and mended within a week, whatever the schedule. */
const DAYS_TO_MEND = 7;
/** A token that lives shorter than three such weeks is renewed for a third of its life. */
const SHARE_OF_LIFE = 3;

const config = ruleConfig({
  runEveryDays: z.int().min(1).default(1).describe("How many days lie between two scheduled runs of `pulumi up`."),
});

export type RequireRotationMarginConfig = z.input<typeof config>;

/**
 * A token is renewed early enough for a run to fail: two runs before its end, and at least a week or a third of its life.
 *
 * **Why**: `pulumi up` on a schedule renews the token. With a margin of one day, one failed night ends the token, and every pipeline that
 * uses it stops until somebody has repaired the schedule.
 *
 * **How to fix**: raise `rotationConfiguration.rotateBeforeDays` to the number that the refusal names. If `pulumi up` runs less than
 * daily, set `runEveryDays`.
 *
 * A token whose present end is further away than `expirationDays` is refused as well, because no run renews it until that end is near.
 * The least margin is the larger of `2 × runEveryDays` and the smaller of 7 and a third of `expirationDays`, rounded up. If a number is
 * not known yet and the other one doesn't decide, an advisory line says so.
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
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 1 },
 * });
 * ```
 *
 * @see https://docs.gitlab.com/security/tokens/
 */
export const requireRotationMargin = resourceRule({
  name: "require-rotation-margin",
  description: "A token is renewed early enough for a run to fail.",
  severity: "high",
  framework: owasp("CICD-SEC-6"),
  tags: ["access-token"],
  remediationSteps:
    "Raise rotationConfiguration.rotateBeforeDays to the number that the refusal names, or run `pulumi up` more often and set runEveryDays.",
  enforcementLevel: "mandatory",
  config,
  validate(resource, { config: schedule, refuse, advise, clock }) {
    const token = inputsOf(resource, ...ROTATING_TOKENS);
    if (token === undefined || isNeverRenewed(token)) return;
    const { expirationDays, rotateBeforeDays } = rotationOf(token);
    const isLifeKnown = expirationDays !== UNKNOWN;
    const left = token.expiresAt === undefined || !isLifeKnown ? 0 : (daysLeft(token.expiresAt, clock().today) ?? 0);
    // With rotations on hold, a token lives on until a run that may renew it.
    if (isLifeKnown && left > expirationDays && !clock().hold) refuse(resource, setByHand(resource, token));
    const least = marginOf(isLifeKnown ? expirationDays : 0, schedule.runEveryDays);
    const most = marginOf(isLifeKnown ? expirationDays : Number.POSITIVE_INFINITY, schedule.runEveryDays);
    if (rotateBeforeDays !== UNKNOWN && rotateBeforeDays >= most) return;
    if (rotateBeforeDays === UNKNOWN || rotateBeforeDays >= least) {
      advise(resource, `'${resource.name}': can't tell whether it is renewed early enough: a value is not known yet.`);
      return;
    }
    const isTooShort = isLifeKnown && expirationDays <= least;
    refuse(
      resource,
      `'${resource.name}' has rotateBeforeDays: ${rotateBeforeDays}, too little for a run to fail. ` +
        `Set it to ${least} or more${isTooShort ? ", and expirationDays above that" : ""}.`,
    );
  },
});

/** A token of pulumi-gitlab that has an end and no rotation. */
function isNeverRenewed({ rotationConfiguration, expiresAt }: RotatingToken): boolean {
  return rotationConfiguration === undefined && typeof expiresAt === "string";
}

function setByHand({ name }: Subject, { expiresAt }: RotatingToken): string {
  return `'${name}' ends on ${expiresAt}, later than a rotation would have it, so no run renews it before. Leave expiresAt to the rotation.`;
}

function marginOf(expirationDays: number, runEveryDays: number): number {
  return Math.max(2 * runEveryDays, Math.min(DAYS_TO_MEND, Math.ceil(expirationDays / SHARE_OF_LIFE)));
}
