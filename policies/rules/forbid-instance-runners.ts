import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { UserRunner } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { known } from "../reading/known";

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
 */
const config = ruleConfig({});

export type ForbidInstanceRunnersConfig = z.input<typeof config>;

export const forbidInstanceRunners: ResourceValidationPolicy = {
  name: "forbid-instance-runners",
  description: "No runner runs the jobs of every project on the instance.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/runners/runners_scope/",
  tags: ["runner"],
  remediationSteps: "Make a runner of the group or the project that needs it, and move its jobs there.",
  enforcementLevel: "disabled",
  configSchema: schemaOf(config),
  validateResource: validateResourceOfType(UserRunner, (runner, args, report) => {
    const { refuse } = judge(config, args, report);
    if (known(runner, "runnerType") !== "instance_type") return;
    refuse(
      args,
      `'${args.name}' has runnerType: "instance_type", so it runs the jobs of every project. Make it a group's or a project's.`,
    );
  }),
};
