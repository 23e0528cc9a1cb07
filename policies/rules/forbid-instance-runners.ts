import type { z } from "zod";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type ForbidInstanceRunnersConfig = z.input<typeof config>;

/**
 * No `UserRunner` belongs to the whole instance. The rule is off until you set its level, because most instances need such runners.
 *
 * **Why**: a runner of the instance runs the jobs of every project, including one that was created a minute ago. What a job leaves on the
 * machine can be read or changed by the next job of another team.
 *
 * **How to fix**: give the group or the project that needs the runner a runner of its own: `group_type` or `project_type`.
 *
 * A type that is not known yet is not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.UserRunner("platform", {
 *   runnerType: "group_type",
 *   group: "acme/platform",
 *   runUntagged: false,
 *   tagList: ["docker"],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.UserRunner("everybody", { runnerType: "instance_type", runUntagged: false, tagList: ["docker"] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/runners/runners_scope/
 */
export const forbidInstanceRunners = resourceRule({
  name: "forbid-instance-runners",
  description: "No runner runs the jobs of every project on the instance.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["runner"],
  remediationSteps: "Make a runner of the group or the project that needs it, and move its jobs there.",
  enforcementLevel: "disabled",
  config,
  validate(resource, { refuse }) {
    if (inputsOf(resource, "UserRunner")?.runnerType !== "instance_type") return;
    refuse(
      resource,
      `'${resource.name}' has runnerType: "instance_type", so it runs the jobs of every project. Make it a group's or a project's.`,
    );
  },
});
