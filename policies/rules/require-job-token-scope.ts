import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { JobTokenScope } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { shown } from "../address";
import { ruleConfig, schemaOf } from "../config";
import { judge } from "../judge";
import { known } from "../known";

/**
 * A `JobTokenScope` keeps its project closed: `enabled` is not `false`.
 *
 * **Why**: an open project takes the job token of any project on the instance, with the rights of the user who started the job. One
 * poisoned dependency in one side project is then enough to read the code and packages of all that its members can see.
 *
 * **How to fix**: leave `enabled` out or set it to `true`, and declare an entry for each project or group that needs to get in.
 *
 * A value of `enabled` that this preview does not know yet is not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing", enabled: false });
 * ```
 */
const config = ruleConfig({});

export type RequireJobTokenScopeConfig = z.input<typeof config>;

export const requireJobTokenScope: ResourceValidationPolicy = {
  name: "require-job-token-scope",
  description: "A project is closed to the job tokens of projects that are not in its allowlist.",
  severity: "critical",
  remediationSteps:
    "Remove `enabled: false` from the JobTokenScope, and declare a ScopeAllowlistEntry or GroupAllowlistEntry for each project or group that needs access.",
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateResource: validateResourceOfType(JobTokenScope, (scope, args, report) => {
    const { refuse } = judge(config, args, report);
    if (known(scope, "enabled") !== false) return;
    const project = shown(known(scope, "project"));
    refuse(
      args,
      `'${args.name}' has enabled: false, which opens project ${project} to the job tokens of every project. Set enabled: true.`,
    );
  }),
};
