import type { z } from "zod";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf, isShown } from "../reading/resource";
import { shownIn } from "../reading/words";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type RequireManagedListsConfig = z.input<typeof config>;

/**
 * A `JobTokenAllowlist` manages both the projects and the groups of its allowlist.
 *
 * **Why**: the resource never looks at a list that is left out. A group that somebody adds by hand, once and for a test, stays for good
 * with all projects below it, while the program reads as if its list were complete.
 *
 * **How to fix**: give both lists, `[]` for none. Preview shows what would be removed, and `replaceExisting` lets the first run remove
 * it.
 *
 * A list that is not known yet counts as managed.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: ["acme/deploy"],
 *   groups: [],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", { project: "acme/billing", projects: ["acme/deploy"] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const requireManagedLists = resourceRule({
  name: "require-managed-lists",
  description: "A list of who may get in covers both projects and groups.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps: "Add the input that is missing, `projects` or `groups`, with an empty list where none are let in.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { refuse }) {
    const list = inputsOf(resource, "JobTokenAllowlist");
    if (list === undefined || !isShown(resource)) return;
    for (const input of ["projects", "groups"] as const) {
      if (list[input] !== undefined) continue;
      refuse(
        resource,
        `'${resource.name}' leaves ${input} of project ${shownIn(list)} unmanaged: whoever is let in by hand stays. Add ${input}, [] for none.`,
      );
    }
  },
});
