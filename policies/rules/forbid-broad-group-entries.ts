import { z } from "zod";
import { matchesGlob } from "../config/glob";
import { globs, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { targetsOf } from "../reading/access";
import { shown, someOf } from "../reading/words";
import { resourceRule } from "../rule";
import { foundTargets } from "../stack/access";

const config = ruleConfig({
  minDepth: z
    .int()
    .min(1)
    .default(2)
    .describe("The least number of parts in the group's path: 2 refuses top-level groups."),
  allowedGroups: globs("Groups that may be let in although they are broad."),
});

export type ForbidBroadGroupEntriesConfig = z.input<typeof config>;

/**
 * A `GroupAllowlistEntry`, or `groups` of a `JobTokenAllowlist`, names subgroups: by default no top-level group.
 *
 * **Why**: an entry for a group counts for every project below it, at any depth, today and later. Anybody who may create a project in a
 * top-level group can let their own project in, and no review shows it.
 *
 * **How to fix**: name the subgroup or the projects that need access, or list the group under `allowedGroups` after a review.
 *
 * A group that is declared by its id, or is not known yet, can't be judged; `require-path-addresses` reports ids. Where GitLab leads the
 * path of a single entry elsewhere, the state has GitLab's own path after the first `up` or `refresh`, and the next preview judges it.
 *
 * @example Allowed
 * ```ts
 * const platform = new gitlab.GroupAllowlistEntry("platform", { project: "acme/tooling", targetGroup: "acme/platform" });
 * new gitlab.JobTokenScope("tooling", { project: "acme/tooling" }, { dependsOn: [platform] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.GroupAllowlistEntry("tooling-everybody", { project: "acme/tooling", targetGroup: "acme" });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const forbidBroadGroupEntries = resourceRule({
  name: "forbid-broad-group-entries",
  description: "No entry lets in a group that is too broad to review.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps:
    "Replace the group by the subgroups or projects that need access, or add the group to allowedGroups after a review.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: limits, refuse }) {
    const broad = targetsOf(resource).flatMap(({ kind, path }) =>
      kind === "group" && path !== undefined && isBroad(path, limits) ? [shown(path)] : [],
    );
    if (broad.length === 0) return;
    refuse(
      resource,
      `'${resource.name}' lets in every project below ${someOf(broad)}, today's and later ones. Name a subgroup or single projects.`,
    );
  },
  validateAll(resources, { config: limits, refuse }) {
    for (const { source, kind, written, path } of foundTargets(resources)) {
      if (kind !== "group" || !isBroad(path, limits)) continue;
      refuse(
        source,
        `'${source.name}' lets in every project below ${shown(written)}, which is ${shown(path)} in GitLab. Name a subgroup or single projects.`,
      );
    }
  },
});

function isBroad(group: string, { minDepth, allowedGroups }: z.output<typeof config>): boolean {
  return group.split("/").length < minDepth && !allowedGroups.some((glob) => matchesGlob(glob, group));
}
