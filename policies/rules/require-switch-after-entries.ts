import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Entry, Switch } from "../../provider/domain/access/declared";
import { ruleConfig } from "../config/rule-config";
import { someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, allBefore } from "../stack/access";

const config = ruleConfig({});

export type RequireSwitchAfterEntriesConfig = z.input<typeof config>;

/**
 * A switch that closes a project waits for the entries of its allowlist.
 *
 * **Why**: Pulumi creates independent resources in any order. The project may be closed after the third of twenty entries, and the
 * pipelines of the others fail until their entries are there; if the run stops, they stay locked out.
 *
 * **How to fix**: declare the `JobTokenScope` with `dependsOn` its entries, or the list that has them. An entry that takes its project
 * from the switch can't be waited for: give both the same address.
 *
 * A `JobTokenAllowlist` closes its project after it has filled its own list, so it only has to wait for entries that are declared
 * elsewhere. An entry counts only if it is surely for the same project.
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
