import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Declaration, Entry } from "../../provider/domain/access/declared";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { shown, someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn } from "../stack/access";

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
 * Only entries that are surely of the project count, in the whole stack. What is not known yet can't be judged.
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
  validate(resources, { refuse }) {
    const stack = accessIn(resources);
    for (const pushable of stack.all.filter(isPushable)) {
      const wide = stack.entries.filter(
        (entry) => mayPushUnsaid(entry) && stack.book.same(entry.project, pushable.project) === true,
      );
      const others = wide.filter(({ project, target }) => stack.book.same(project, target) !== true);
      if (others.length > 0) refuse(pushable.source, lets(pushable, others));
    }
  },
});

function isPushable({ source }: Declaration<PolicyResource>): boolean {
  const inputs = inputsOf(source, "JobTokenScope", "JobTokenAllowlist");
  return inputs?.crossProjectPushForJobTokenAllowed === true;
}

function mayPushUnsaid({ permissions }: Entry<PolicyResource>): boolean {
  return permissions === undefined || permissions === "default";
}

function lets({ source, project }: Declaration<PolicyResource>, wide: readonly Entry<PolicyResource>[]): string {
  const names = someOf([...new Set(wide.map(({ target }) => shown(target.written)))]);
  return (
    `'${source.name}' lets the job tokens of other projects push to ${shown(project.written)}, and so may those of ${names}: ` +
    "their entries have default permissions. Write permissions for each, and admin_repositories for those that are to push."
  );
}
