import type { z } from "zod";
import { Access } from "../../provider/domain/access/access";
import type { Entry } from "../../provider/domain/access/declared";
import { matchesGlob } from "../config/glob";
import { globs, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { declaredBy } from "../reading/resource";
import { shown, someOf } from "../reading/words";
import { resourceRule } from "../rule";

const config = ruleConfig({
  callers: globs("Projects and groups that may be let in without permissions."),
});

export type RequireEntryPermissionsConfig = z.input<typeof config>;

/**
 * Every entry of an allowlist has `permissions`: a single one, and each element of a list.
 *
 * **Why**: an entry without them gives a foreign pipeline everything that the user who started it may do with a job token: publish packages,
 * make releases, change Terraform states. Most callers read one thing.
 *
 * **How to fix**: write the permissions that the caller's jobs need, like `permissions: ["read_packages"]`, or `[]` where they only clone.
 * `permissions: "default"` says that everything is meant. `permissions` of a `JobTokenAllowlist` counts for all its elements.
 *
 * Entries of pulumi-gitlab can't have permissions. A list or a value that is not known yet can't be judged.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: [{ project: "acme/reports", permissions: [] }],
 *   groups: ["acme/apps/web"],
 *   permissions: ["read_packages"],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", { project: "acme/billing", enabled: true, projects: ["acme/deploy"] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 */
export const requireEntryPermissions = resourceRule({
  name: "require-entry-permissions",
  description: "Every entry says what it may be used for.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps:
    "Write the permissions that the caller needs, [] for cloning only, or list the caller under callers.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: { callers }, refuse }) {
    const bare = new Access(declaredBy(resource)).entries.filter(
      (entry) => entry.permissions === undefined && !isNamed(entry, callers),
    );
    if (bare.length === 0) return;
    const names = someOf(bare.map(({ target }) => shown(target.written)));
    refuse(
      resource,
      `'${resource.name}' lets in ${names} without permissions, with everything that their users may do. Write what they need, like permissions: ["read_packages"].`,
    );
  },
});

function isNamed({ target: { written } }: Entry<unknown>, names: readonly string[]): boolean {
  return typeof written !== "string" || names.some((glob) => matchesGlob(glob, written));
}
