import type { ResourceValidationPolicy } from "@pulumi/policy";
import { JobTokenAllowlist, JobTokenScope } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { shown } from "../reading/address";
import { cannotTell, known } from "../reading/known";

/**
 * A `JobTokenScope` or `JobTokenAllowlist` keeps its project closed: `enabled` is not `false`.
 *
 * **Why**: an open project takes the job token of any project on the instance, with the rights of the user who started the job. One
 * poisoned dependency in one side project is then enough to read the code and packages of all that its members can see.
 *
 * **How to fix**: leave `enabled` out or set it to `true`, and declare an entry for each project or group that needs to get in.
 *
 * A value of `enabled` that this preview does not know yet is not refused, and an advisory line says so. Where nothing declares a switch,
 * `require-job-token-scope-declared` speaks.
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
    "Set `enabled: true` on the JobTokenScope or JobTokenAllowlist, and let in each project or group that needs access by an entry or in the list.",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { refuse, advise } = judge(config, args, report);
    if (!args.isType(JobTokenScope) && !args.isType(JobTokenAllowlist)) return;
    const enabled = known(args.props, "enabled");
    const project = `project ${shown(known(args.props, "project"))}`;
    if (enabled === cannotTell)
      advise(args, `'${args.name}' has an enabled that is not known yet; can't tell whether it opens ${project}.`);
    if (enabled !== false) return;
    refuse(
      args,
      `'${args.name}' has enabled: false, which opens ${project} to the job tokens of every project. Set enabled: true.`,
    );
  },
};
