import type { AccessLevelName } from "pulumi-gitlab-ci-access";
import { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { ROTATING_TOKENS } from "../reading/rotation";
import { resourceRule } from "../rule";

/** Enough for jobs. GitLab's levels are no ladder, so it is a set: a planner may do what a reporter may not. */
const FOR_JOBS = ["guest", "planner", "reporter", "security_manager", "developer"] as const;
const LEVELS = [...FOR_JOBS, "maintainer", "owner"] as const satisfies readonly AccessLevelName[];

const config = ruleConfig({
  levels: z
    .array(z.enum(LEVELS))
    .default([...FOR_JOBS])
    .describe("The roles that tokens may have. A set: no role stands for those below it."),
});

export type LimitTokenAccessLevelConfig = z.input<typeof config>;

/**
 * A token has the role that its job needs: never owner, and by default none above developer.
 *
 * **Why**: a maintainer's token changes protected branches, variables and runners. An owner's token deletes the project and adds more
 * owners. Anybody who finds it in a job's log can do the same, without a password or a second factor.
 *
 * **How to fix**: choose a lower `accessLevel`, or add the level to the rule's `levels` after a review. Owner is refused; other levels
 * that are not in `levels` get an advisory line.
 *
 * A level that is not known yet is not refused; an advisory line says so.
 *
 * @example Allowed
 * ```ts
 * new gitlab.RotatingGroupToken("nightly", {
 *   group: "acme/platform",
 *   name: "nightly",
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.RotatingGroupToken("nightly", {
 *   group: "acme/platform",
 *   name: "nightly",
 *   scopes: ["read_api"],
 *   accessLevel: "owner",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * ```
 *
 * @see https://docs.gitlab.com/user/permissions/
 */
export const limitTokenAccessLevel = resourceRule({
  name: "limit-token-access-level",
  description: "A token has no role that its job doesn't need.",
  severity: "high",
  framework: owasp("CICD-SEC-2"),
  tags: ["access-token"],
  remediationSteps: "Choose one of the rule's levels as accessLevel, or add the level to them after a review.",
  enforcementLevel: "mandatory",
  config,
  validate(resource, { config: allowed, refuse, advise }) {
    const level = inputsOf(resource, ...ROTATING_TOKENS)?.accessLevel;
    if (level === UNKNOWN) {
      advise(
        resource,
        `'${resource.name}': can't tell whether its accessLevel is allowed: the value is not known yet.`,
      );
      return;
    }
    const found = LEVELS.find((one) => one === level);
    if (found === undefined || allowed.levels.includes(found)) return;
    const message = `'${resource.name}' has accessLevel: "${found}". Choose one of ${allowed.levels.join(", ")}.`;
    if (found === "owner") refuse(resource, message);
    else advise(resource, message);
  },
});
