import type { z } from "zod";
import { Access } from "../../provider/domain/access/access";
import type { Entry } from "../../provider/domain/access/declared";
import { isNumericId } from "../../provider/domain/address";
import { matchesGlob } from "../config/glob";
import { globs, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { declaredBy, type Subject } from "../reading/resource";
import { shown, someOf } from "../reading/words";
import { resourceRule } from "../rule";

const READING = ["read_*"];

const config = ruleConfig({
  projects: globs('What the entry of a project may give: names of permissions, and "default".', ["*"]),
  groups: globs("What the entry of a group may give.", READING),
  topLevelGroups: globs("What the entry of a top-level group may give.", READING),
});

export type LimitEntryPermissionsConfig = z.input<typeof config>;

/**
 * Entries give no permission beyond a configured set: by default, groups may be let in to read, not to change.
 *
 * **Why**: an entry for a group counts for every project below it, today and later. With `admin_releases`, each of their pipelines can
 * publish in the name of the project that lets them in.
 *
 * **How to fix**: give `admin_…` to the one project whose jobs need it, by an entry of its own, which counts before that of its group. Or add
 * the permission to the rule's set after a review.
 *
 * `"default"` counts as a name in the sets. Entries without `permissions` are for `require-entry-permissions`; what is not known yet can't be
 * judged. A group that is declared by its id counts as no top-level group.
 *
 * @example Allowed
 * ```ts
 * const project = "acme/billing";
 * const platform = { project, targetGroup: "acme/platform", permissions: ["read_packages"] };
 * const entry = new gitlab.GroupAllowlistEntry("platform", platform);
 * new gitlab.JobTokenScope("billing", { project }, { dependsOn: [entry] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.GroupAllowlistEntry("platform", {
 *   project: "acme/billing",
 *   targetGroup: "acme/platform",
 *   permissions: ["admin_packages"],
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 */
export const limitEntryPermissions = resourceRule({
  name: "limit-entry-permissions",
  description: "Entries give no more than a set of permissions, those for groups less.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps:
    "Take the permission out of the entry, give it to a single project, or add it to the rule's set after a review.",
  enforcementLevel: "advisory",
  config,
  validate(resource: Subject, { config: sets, refuse }) {
    const { entries } = new Access(declaredBy(resource));
    const findings = entries.flatMap((entry) => {
      const excess = namesIn(entry).filter((name) => !setFor(entry, sets).some((glob) => matchesGlob(glob, name)));
      return excess.length === 0 ? [] : [`${entry.target.kind} ${shown(entry.target.written)} ${excess.join(", ")}`];
    });
    if (findings.length === 0) return;
    refuse(
      resource,
      `'${resource.name}' gives ${someOf(findings)}, which the rule doesn't allow. Give it to a single project, or take it away.`,
    );
  },
});

function namesIn({ permissions }: Entry<unknown>): readonly string[] {
  if (permissions === "default") return ["default"];
  return Array.isArray(permissions) ? permissions : [];
}

function setFor({ target: { kind, written } }: Entry<unknown>, sets: z.output<typeof config>): readonly string[] {
  if (kind === "project") return sets.projects;
  const isTopLevel = typeof written === "string" && !isNumericId(written) && !written.includes("/");
  return isTopLevel ? sets.topLevelGroups : sets.groups;
}
