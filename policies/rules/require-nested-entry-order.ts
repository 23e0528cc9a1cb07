import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Entry } from "../../provider/domain/access/declared";
import type { Permissions } from "../../provider/domain/permissions";
import { samePermissions } from "../../provider/domain/permissions";
import { ruleConfig } from "../config/rule-config";
import { shown, someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, allBefore, type StackAccess } from "../stack/access";

const config = ruleConfig({});

export type RequireNestedEntryOrderConfig = z.input<typeof config>;

/**
 * A group's entry waits for the entries below it that give something else.
 *
 * **Why**: the nearest entry of a project counts in GitLab. Where a group gets everything and one project below it only packages, and Pulumi
 * makes the group's entry first, that project has everything until its own entry is there. If the run stops, it keeps it.
 *
 * **How to fix**: declare the group's entry with `dependsOn` the entries below it, or take a `JobTokenAllowlist`, which minds the order.
 *
 * Only entries that are resources of their own, whose paths and permissions are known, are compared.
 *
 * @example Allowed
 * ```ts
 * const project = "acme/billing";
 * const cloning = { project, targetProject: "acme/apps/deploy", permissions: [] };
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", cloning);
 * const packages = { project, targetGroup: "acme/apps", permissions: ["read_packages"] };
 * const apps = new gitlab.GroupAllowlistEntry("apps", packages, { dependsOn: [deploy] });
 * new gitlab.JobTokenScope("billing", { project }, { dependsOn: [apps] });
 * ```
 *
 * @example Refused
 * ```ts
 * const project = "acme/billing";
 * new gitlab.ScopeAllowlistEntry("deploy", { project, targetProject: "acme/apps/deploy", permissions: [] });
 * new gitlab.GroupAllowlistEntry("apps", { project, targetGroup: "acme/apps", permissions: ["read_packages"] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 */
export const requireNestedEntryOrder = stackRule({
  name: "require-nested-entry-order",
  description: "No project has its group's permissions before its own entry is there.",
  severity: "medium",
  tags: ["job-token"],
  remediationSteps: "Declare the group's entry with dependsOn the entries below it, or take a JobTokenAllowlist.",
  enforcementLevel: "advisory",
  config,
  validate(resources, { refuse }) {
    const stack = accessIn(resources);
    for (const group of stack.singles.filter(({ target }) => target.kind === "group")) {
      const below = stack.singles.filter((entry) => meets(stack, group, entry));
      if (below.length === 0) continue;
      const before = allBefore(group.source);
      const late = below.filter(({ source }) => !before.has(source));
      if (late.length > 0) refuse(group.source, mayShow(group, late));
    }
  },
});

/** Returns whether the second entry is below the first, of the same project, and gives something else. */
function meets({ book }: StackAccess, group: Entry<PolicyResource>, entry: Entry<PolicyResource>): boolean {
  const [above, path] = [book.namesOf(group.target).path, book.namesOf(entry.target).path];
  if (above === undefined || path === undefined || !path.startsWith(`${above}/`)) return false;
  const [wide, own] = [giftOf(group), giftOf(entry)];
  return (
    wide !== undefined &&
    own !== undefined &&
    !samePermissions(wide, own) &&
    book.same(group.project, entry.project) === true
  );
}

/** What a new entry gives; undefined where that is not known. */
function giftOf({ permissions = "default" }: Entry<PolicyResource>): Permissions | undefined {
  return typeof permissions === "symbol" ? undefined : permissions;
}

function mayShow({ source, target }: Entry<PolicyResource>, late: readonly Entry<PolicyResource>[]): string {
  const names = someOf(late.map((entry) => `'${entry.source.name}'`));
  return `'${source.name}' may let in all below ${shown(target.written)} before ${names} say what some of them get. Add them to its dependsOn, or take a JobTokenAllowlist.`;
}
