import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Declaration } from "../../provider/domain/access/declared";
import { projects, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { isShown } from "../reading/resource";
import { shown } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, isMatched } from "../stack/access";

const config = ruleConfig({
  switchesElsewhere: projects("Projects whose switch is declared in another stack."),
});

export type RequireJobTokenScopeDeclaredConfig = z.input<typeof config>;

/**
 * A stack that declares who may open a project also declares that the project is closed to all others.
 *
 * **Why**: an allowlist counts only while the project is closed. Entries without a switch look like protection in a review and are none:
 * somebody opens the project by hand, and neither preview nor drift report shows it.
 *
 * **How to fix**: declare a `JobTokenScope` that depends on the entries, or `enabled: true` in the `JobTokenAllowlist`. If another stack
 * has the switch, list the project under `switchesElsewhere`; if the whole instance enforces it, disable this rule.
 *
 * It is the advisory half of `require-job-token-scope`, with a name of its own so that each has its own level. An entry that may belong
 * to a switch of the stack, but whose project is not known yet, is not refused.
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
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const requireJobTokenScopeDeclared = stackRule({
  name: "require-job-token-scope-declared",
  description: "A project with an allowlist is declared to be closed to everybody else.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps:
    "Declare a JobTokenScope that depends on the entries, or `enabled: true` in the JobTokenAllowlist; or list the project in the rule's configuration under switchesElsewhere.",
  enforcementLevel: "advisory",
  config,
  validate(resources, { config: excused, refuse }) {
    const stack = accessIn(resources);
    const said = new Set<string>();
    for (const opening of stack.all.filter(({ type, source }) => type !== "JobTokenScope" && isShown(source))) {
      const key = stack.book.keyOf(opening.project);
      if (stack.switches.some((to) => stack.belongs(opening, to) !== false)) continue;
      if (isMatched(stack.book.namesOf(opening.project), excused.switchesElsewhere)) continue;
      if (typeof key === "string" ? said.has(key) : excused.switchesElsewhere.length > 0) continue;
      if (typeof key === "string") said.add(key);
      refuse(opening.source, noSwitch(opening));
    }
  },
});

function noSwitch({ type, source, project }: Declaration<PolicyResource>): string {
  const remedy = type === "JobTokenAllowlist" ? "Add enabled: true" : "Declare a JobTokenScope for it";
  return `'${source.name}' says who gets into project ${shown(project.written)}, and nothing in this stack closes it to others. ${remedy}, or list it under switchesElsewhere.`;
}
