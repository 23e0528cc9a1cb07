import type { z } from "zod";
import { matchesGlob } from "../config/glob";
import { globs, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { targetsOf } from "../reading/access";
import { shown, someOf } from "../reading/words";
import { resourceRule } from "../rule";
import { foundTargets } from "../stack/access";

const config = ruleConfig({
  namespaces: globs("Groups that callers may come from, with all below them; none turns the rule off."),
});

export type ForbidCrossNamespaceEntriesConfig = z.input<typeof config>;

/**
 * When `namespaces` is configured, entries and lists let in only projects and groups of these namespaces.
 *
 * **Why**: a project in somebody else's namespace is run by people whom the owner of the opened project doesn't know. It may be a fork, a
 * personal project, or a path that was given up and taken by a stranger. On gitlab.com that can be anybody.
 *
 * **How to fix**: move the caller into one of your namespaces, or add its namespace after a review.
 *
 * A target that is declared by its id, or is not known yet, can't be judged at first, and an advisory line says so: make
 * `require-path-addresses` mandatory beside this rule. Where GitLab leads a path elsewhere, of a single entry or in a list, the state has
 * GitLab's own path after the `up` or `refresh` that has seen it, and the next preview judges it too. `up` itself refuses a new target that
 * stands in another namespace.
 *
 * @example Allowed
 * ```json
 * { "namespaces": ["acme"] }
 * ```
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/ops/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```json
 * { "namespaces": ["acme"] }
 * ```
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "mallory/deploy" });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const forbidCrossNamespaceEntries = resourceRule({
  name: "forbid-cross-namespace-entries",
  description: "Only projects and groups of our own namespaces are let in.",
  severity: "high",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps: "Remove the target, move it into one of the configured namespaces, or add its namespace to them.",
  enforcementLevel: "mandatory",
  config,
  validate(resource, { config: allowed, refuse, advise }) {
    if (allowed.namespaces.length === 0) return;
    const targets = targetsOf(resource);
    const outside = targets.flatMap(({ path }) => (path === undefined || isInside(path, allowed) ? [] : [shown(path)]));
    const unclear = targets.filter(({ path }) => path === undefined).map(({ written }) => shown(written));
    if (outside.length > 0) {
      refuse(
        resource,
        `'${resource.name}' lets in ${someOf(outside)}, in none of this rule's namespaces. Remove what is foreign, or add its namespace.`,
      );
    }
    if (unclear.length > 0) {
      advise(
        resource,
        `'${resource.name}' lets in ${someOf(unclear)}; can't tell whether that is in this rule's namespaces.`,
      );
    }
  },
  validateAll(resources, { config: allowed, refuse }) {
    if (allowed.namespaces.length === 0) return;
    for (const { source, written, path } of foundTargets(resources)) {
      if (isInside(path, allowed)) continue;
      refuse(
        source,
        `'${source.name}' lets in ${shown(written)}, which is ${shown(path)} in GitLab, in none of this rule's namespaces. Remove what is foreign, or add its namespace.`,
      );
    }
  },
});

function isInside(target: string, { namespaces }: z.output<typeof config>): boolean {
  return namespaces.some((one) => matchesGlob(one, target) || matchesGlob(`${one}/**`, target));
}
