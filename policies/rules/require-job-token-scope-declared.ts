import type { StackValidationPolicy } from "@pulumi/policy";
import { JobTokenAllowlist, JobTokenScope } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { judge } from "../config/judge";
import { globs, ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { shown } from "../reading/address";
import { cannotTell } from "../reading/known";
import { isShown } from "../reading/written";
import { type Declaration, Declarations } from "../stack/declarations";

/**
 * Where a stack says who gets into a project, it says that the project is closed to all others.
 *
 * **Why**: an allowlist counts only while the project is closed. Entries without a switch look like protection in a review and are none:
 * somebody opens the project by hand, and neither preview nor drift report says so.
 *
 * **How to fix**: declare a `JobTokenScope` that depends on the entries, or `enabled: true` in the `JobTokenAllowlist`. Where another stack
 * holds the switch, list the project under `switchesElsewhere`; where the whole instance enforces it, disable this rule.
 *
 * It is the advisory half of `require-job-token-scope`, under a name of its own so that each has its level. What may belong to a switch of
 * the stack, but can't be told to before values are known, is not refused.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * new gitlab.JobTokenAllowlist("shop", { project: "acme/shop", enabled: true, projects: ["acme/deploy"], groups: [] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenAllowlist("shop", { project: "acme/shop", projects: ["acme/deploy"], groups: [] });
 * ```
 */
const config = ruleConfig({
  switchesElsewhere: globs("Projects whose switch is declared in another stack."),
});

export type RequireJobTokenScopeDeclaredConfig = z.input<typeof config>;

export const requireJobTokenScopeDeclared: StackValidationPolicy = {
  name: "require-job-token-scope-declared",
  description: "A project with an allowlist is declared to be closed to everybody else.",
  severity: "medium",
  remediationSteps:
    "Declare a JobTokenScope that depends on the entries, or `enabled: true` in the JobTokenAllowlist; or list the project in the rule's configuration under switchesElsewhere.",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateStack(args, report) {
    const stack = new Declarations(args);
    const { config: excused, refuse } = judge(config, args, report);
    const said = new Set<string>();
    for (const opening of stack.all.filter(({ resource }) => !resource.isType(JobTokenScope) && isShown(resource))) {
      const key = stack.directory.keyOf(opening.project);
      if (stack.switches.some((to) => stack.belongs(opening, to) !== false)) continue;
      if (stack.directory.matches(opening.project, excused.switchesElsewhere)) continue;
      if (key === cannotTell ? excused.switchesElsewhere.length > 0 : said.has(key)) continue;
      if (key !== cannotTell) said.add(key);
      refuse(opening.resource, noSwitch(opening));
    }
  },
};

function noSwitch({ resource, project }: Declaration): string {
  const remedy = resource.isType(JobTokenAllowlist) ? "Add enabled: true" : "Declare a JobTokenScope for it";
  return `'${resource.name}' says who gets into project ${shown(project.written)}, and nothing in this stack closes it to others. ${remedy}, or list it under switchesElsewhere.`;
}
