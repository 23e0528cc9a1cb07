import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { GroupAllowlistEntry } from "pulumi-gitlab-ci-access";
import { z } from "zod";
import { canonical, isNumericId, shown } from "../address";
import { globs, ruleConfig, schemaOf } from "../config";
import { matchesGlob } from "../glob";
import { judge } from "../judge";
import { cannotTell, known } from "../known";

/**
 * A `GroupAllowlistEntry` lets in a group deep enough to be somebody's: by default not a top-level group.
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
    "Replace the entry by entries for the subgroups or projects that need access, or add the group to allowedGroups after a review.",
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource: validateResourceOfType(GroupAllowlistEntry, (entry, args, report) => {
    const { config: limits, refuse } = judge(config, args, report);
    const group = known(entry, "targetGroup");
    if (group === cannotTell || isNumericId(canonical(group))) return;
    const isDeep = canonical(group).split("/").length >= limits.minDepth;
    if (isDeep || limits.allowedGroups.some((glob) => matchesGlob(glob, canonical(group)))) return;
    refuse(
      args,
      `'${args.name}' lets in every project below group ${shown(group)}, today's and later ones. Name a subgroup or single projects.`,
    );
  }),
};
