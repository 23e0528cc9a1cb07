import type { z } from "zod";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type ForbidInstanceRunnersConfig = z.input<typeof config>;

/**
 * No `UserRunner` is the whole instance's. Off until its level is set: most instances have such runners, and need them.
 *
 * **Why**: an instance's runner runs the jobs of every project, also of the one that somebody made a minute ago. What one job leaves on the
 * machine, or reads there, the next one of another team has or lost.
 *
 * **How to fix**: give the group or the project that needs the runner one of its own: `group_type` or `project_type`.
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
