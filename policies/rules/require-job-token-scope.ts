import type { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { shownIn } from "../reading/words";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type RequireJobTokenScopeConfig = z.input<typeof config>;

/**
 * A `JobTokenScope` or `JobTokenAllowlist` keeps its project closed: `enabled` is not `false`.
 *
 * **Why**: an open project accepts the job token of any project on the instance, with the rights of the user who started the job. One
 * poisoned dependency in one side project is then enough to read the code and packages of everything that its members can see.
 *
 * **How to fix**: leave `enabled` out or set it to `true`, and declare an entry for each project or group that needs access.
 *
 * A value of `enabled` that is not known yet is not refused; an advisory line says so. If nothing declares a switch,
 * `require-job-token-scope-declared` reports it.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing", enabled: false });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const requireJobTokenScope = resourceRule({
  name: "require-job-token-scope",
  description: "A project is closed to the job tokens of projects that are not in its allowlist.",
  severity: "critical",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps:
    "Set `enabled: true` on the JobTokenScope or JobTokenAllowlist, and let in each project or group that needs access by an entry or in the list.",
  enforcementLevel: "mandatory",
  config,
  validate(resource, { refuse, advise }) {
    const closing = inputsOf(resource, "JobTokenScope", "JobTokenAllowlist");
    if (closing === undefined) return;
    const project = `project ${shownIn(closing)}`;
    if (closing.enabled === UNKNOWN)
      advise(
        resource,
        `'${resource.name}' has an enabled that is not known yet; can't tell whether it opens ${project}.`,
      );
    if (closing.enabled !== false) return;
    refuse(
      resource,
      `'${resource.name}' has enabled: false, which opens ${project} to the job tokens of every project. Set enabled: true.`,
    );
  },
});
