import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { isNumericId } from "../../provider/domain/address";
import { matchesGlob } from "../config/glob";
import { judge } from "../config/judge";
import { globs, ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { shown } from "../reading/address";
import { cannotTell } from "../reading/known";
import { someOf } from "../reading/some-of";
import { targetsIn } from "../reading/written";

/**
 * A `GroupAllowlistEntry`, or `groups` of a `JobTokenAllowlist`, lets in groups deep enough to be somebody's: by default no top-level group.
 *
 * **Why**: an entry for a group counts for every project below it, at any depth, today and later. Who may create a project anywhere in a
 * top-level group lets himself in, and nobody sees it in a review.
 *
 * **How to fix**: name the subgroup or the projects that need access; or list the group under `allowedGroups` after a review.
 *
 * A group that is declared by its id, or not known yet, can't be judged: `require-path-addresses` speaks of ids.
 *
 * @example Allowed
 * ```ts
 * new gitlab.GroupAllowlistEntry("tooling-platform", { project: "acme/tooling", targetGroup: "acme/platform" });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.GroupAllowlistEntry("tooling-everybody", { project: "acme/tooling", targetGroup: "acme" });
 * ```
 */
const config = ruleConfig({
  minDepth: z
    .int()
    .min(1)
    .default(2)
    .describe("The least number of parts in the group's path: 2 refuses top-level groups."),
  allowedGroups: globs("Groups that may be let in although they are broad."),
});

export type ForbidBroadGroupEntriesConfig = z.input<typeof config>;

export const forbidBroadGroupEntries: ResourceValidationPolicy = {
  name: "forbid-broad-group-entries",
  description: "Nobody lets in a group so broad that its projects can't be overseen.",
  severity: "medium",
  remediationSteps:
    "Replace the group by the subgroups or projects that need access, or add the group to allowedGroups after a review.",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { config: limits, refuse } = judge(config, args, report);
    const isBroad = (group: string) =>
      !isNumericId(group) &&
      group.split("/").length < limits.minDepth &&
      !limits.allowedGroups.some((glob) => matchesGlob(glob, group));
    const broad = targetsIn(args).flatMap(({ kind, address }) =>
      kind === "group" && address !== cannotTell && isBroad(address) ? [shown(address)] : [],
    );
    if (broad.length === 0) return;
    refuse(
      args,
      `'${args.name}' lets in every project below ${someOf(broad)}, today's and later ones. Name a subgroup or single projects.`,
    );
  },
};
