import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Declaration, Entry } from "../../provider/domain/access/declared";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { shown, someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, type StackAccess } from "../stack/access";

const config = ruleConfig({});

export type ForbidPushByDefaultPermissionsConfig = z.input<typeof config>;

/**
 * A project that other projects' job tokens may push to lets nobody in with default permissions.
 *
 * **Why**: with `crossProjectPushForJobTokenAllowed`, default permissions include the right to push. Each entry that has them, or no permissions
 * at all, then is a way to write to the repository, which nobody who reads the program sees.
 *
 * **How to fix**: give each entry of the project the `permissions` that its jobs need, and `admin_repositories` to those that are to push.
 *
 * Only entries that are surely of the project are refused, in the whole stack. What is not known yet is an advisory line.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: [{ project: "acme/bot", permissions: ["admin_repositories"] }],
 *   groups: [{ group: "acme/apps/web", permissions: ["read_packages"] }],
 *   pushRepositoryForJobTokenAllowed: true,
 *   crossProjectPushForJobTokenAllowed: true,
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: ["acme/bot"],
 *   pushRepositoryForJobTokenAllowed: true,
 *   crossProjectPushForJobTokenAllowed: true,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/
 */
export const forbidPushByDefaultPermissions = stackRule({
  name: "forbid-push-by-default-permissions",
  description: "No entry with default permissions lets other projects push.",
  severity: "high",
  framework: owasp("CICD-SEC-4"),
  tags: ["job-token"],
  remediationSteps:
    "Give every entry of the project permissions of its own; admin_repositories is the one for pushing.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, { refuse, advise }) {
    const stack = accessIn(resources);
    for (const pushable of stack.all) {
      const push = crossPushOf(pushable);
      if (push !== true && push !== UNKNOWN) continue;
      const wide = entriesFor(stack, pushable).filter(({ permissions }) => !isNarrow(permissions));
      const sure = wide.filter(
        (entry) => push === true && !isHidden(entry) && stack.book.same(entry.project, pushable.project) === true,
      );
      if (sure.length > 0) refuse(pushable.source, lets(pushable, sure));
      else if (wide.length > 0) advise(pushable.source, mayLet(pushable, wide));
    }
  },
});

/** What may let somebody in: an entry, or a list that is not known yet. */
type Opening = Pick<Entry<PolicyResource>, "project" | "source" | "target"> &
  Partial<Pick<Entry<unknown>, "permissions">>;

function crossPushOf({ source }: Declaration<PolicyResource>): unknown {
  return inputsOf(source, "JobTokenScope", "JobTokenAllowlist")?.crossProjectPushForJobTokenAllowed;
}

/** The entries for other projects that are, or may be, of the project. */
function entriesFor({ entries, lists, book }: StackAccess, { project }: Declaration<PolicyResource>): Opening[] {
  const unread = lists
    .filter(({ hidden }) => hidden !== undefined)
    .map((list): Opening => ({ ...list, target: { ...list.project, written: UNKNOWN }, permissions: UNKNOWN }));
  return [...entries, ...unread].filter(
    (entry) => book.same(entry.project, project) !== false && book.same(entry.project, entry.target) !== true,
  );
}

function isNarrow(permissions: Opening["permissions"]): boolean {
  return Array.isArray(permissions);
}

function isHidden({ permissions }: Opening): boolean {
  return typeof permissions === "symbol";
}

function lets({ source, project }: Declaration<PolicyResource>, wide: readonly Opening[]): string {
  return (
    `'${source.name}' lets the job tokens of other projects push to ${shown(project.written)}, and so may those of ${named(wide)}: ` +
    "their entries have default permissions. Write permissions for each, and admin_repositories for those that are to push."
  );
}

function mayLet({ source, project }: Declaration<PolicyResource>, wide: readonly Opening[]): string {
  return `'${source.name}' lets, or may let, the job tokens of other projects push to ${shown(project.written)}; can't tell whether those of ${named(wide)} may: a value is not known yet, or one address is an id and the other a path.`;
}

function named(wide: readonly Opening[]): string {
  return someOf([...new Set(wide.map(({ target }) => shown(target.written)))]);
}
