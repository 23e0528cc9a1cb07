import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Entry, Switch } from "../../provider/domain/access";
import { ruleConfig } from "../config/rule-config";
import { someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, allBefore } from "../stack/access";

const config = ruleConfig({});

export type RequireSwitchAfterEntriesConfig = z.input<typeof config>;

/**
 * A switch that closes a project waits for the entries of its allowlist.
 *
 * **Why**: Pulumi makes what doesn't wait for each other in any order. The project is closed after the third of twenty calls, and the
 * pipelines of those who come later fail until they are in; if the run breaks off, they stay out.
 *
 * **How to fix**: declare the `JobTokenScope` with `dependsOn` its entries, or the list that holds them. An entry that takes its project from
 * the switch can't be waited for: give both the same address.
 *
 * A `JobTokenAllowlist` closes its project after its own list is filled, and is asked for what is declared outside of it alone. An entry that
 * can't be told to be for the same project is not asked for.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const requireSwitchAfterEntries = stackRule({
  name: "require-switch-after-entries",
  description: "A project is closed after those are let in who may get in.",
  severity: "medium",
  tags: ["job-token"],
  remediationSteps:
    "Declare what closes the project with the option dependsOn and its entries, or the list that holds them.",
  enforcementLevel: "advisory",
  config,
  validate(resources, { refuse }) {
    const stack = accessIn(resources);
    for (const closing of stack.switches.filter(({ enabled }) => enabled === true || enabled === undefined)) {
      const before = allBefore(closing.source).add(closing.source);
      const late = stack.entries.filter((entry) => stack.belongs(entry, closing) === true && !before.has(entry.source));
      if (late.length > 0) refuse(closing.source, closesBefore(closing, late));
    }
  },
});

function closesBefore({ source }: Switch<PolicyResource>, late: readonly Entry<PolicyResource>[]): string {
  const names = new Set(late.map((entry) => `'${entry.source.name}'`));
  return `'${source.name}' may close its project before ${someOf([...names])} let somebody in. Add them to its dependsOn.`;
}
