import type { ResourceValidationPolicy } from "@pulumi/policy";
import { JobTokenAllowlist } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { shown } from "../reading/address";
import { known } from "../reading/known";
import { isShown } from "../reading/written";

/**
 * A `JobTokenAllowlist` manages the projects and the groups of its allowlist.
 *
 * **Why**: what a list leaves out it never looks at. A group that somebody lets in by hand, once and for a test, stays in for good with
 * all projects below it, while the program reads as if the list were the whole truth.
 *
 * **How to fix**: give both, `[]` where none are meant to get in. Preview shows what leaves, `replaceExisting` lets the first run remove it.
 *
 * A list that is not known yet is managed.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", { project: "acme/billing", projects: ["acme/deploy"], groups: [] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", { project: "acme/billing", projects: ["acme/deploy"] });
 * ```
 */
const config = ruleConfig({});

export type RequireManagedListsConfig = z.input<typeof config>;

export const requireManagedLists: ResourceValidationPolicy = {
  name: "require-managed-lists",
  description: "A list of who may get in is the whole list: of projects and of groups.",
  severity: "medium",
  remediationSteps: "Add the input that is missing, `projects` or `groups`, with an empty list where none are let in.",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { refuse } = judge(config, args, report);
    if (!args.isType(JobTokenAllowlist) || !isShown(args)) return;
    const project = shown(known(args.props, "project"));
    for (const input of ["projects", "groups"] as const) {
      if (known(args.props, input) !== undefined) continue;
      refuse(
        args,
        `'${args.name}' leaves ${input} of project ${project} unmanaged: whoever is let in by hand stays. Add ${input}, [] for none.`,
      );
    }
  },
};
