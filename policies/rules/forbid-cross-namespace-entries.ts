import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
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
 * Once `namespaces` is configured, an entry or a list lets in nothing from outside of them.
 *
 * **Why**: a target in somebody else's namespace, a fork, a personal project or one whose path was given up and taken by a stranger, is
 * run by people whom the owner of the opened project doesn't know. On gitlab.com that is anybody.
 *
 * **How to fix**: move the caller into a namespace of yours, or add its namespace after a review.
 *
 * A target that is declared by its id, or not known yet, can't be judged, and an advisory line says so: make `require-path-addresses`
 * mandatory beside this rule.
 *
 * @example Allowed
 * ```json
 * { "namespaces": ["acme"] }
 * ```
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/ops/deploy" });
 * ```
 *
 * @example Refused
 * ```json
 * { "namespaces": ["acme"] }
 * ```
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "mallory/deploy" });
 * ```
 */
const config = ruleConfig({
  namespaces: globs("Groups that callers may come from, with all below them; none turns the rule off."),
});

export type ForbidCrossNamespaceEntriesConfig = z.input<typeof config>;

export const forbidCrossNamespaceEntries: ResourceValidationPolicy = {
  name: "forbid-cross-namespace-entries",
  description: "Who is let in is in a namespace that is ours.",
  severity: "high",
  remediationSteps: "Remove the target, move it into one of the configured namespaces, or add its namespace to them.",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { config: allowed, refuse, advise } = judge(config, args, report);
    if (allowed.namespaces.length === 0) return;
    const targets = targetsIn(args).map(({ address }) => address);
    const paths = targets.filter((target) => target !== cannotTell).filter((target) => !isNumericId(target));
    const unclear = targets.filter((target) => target === cannotTell || isNumericId(target));
    const isInside = (target: string) =>
      allowed.namespaces.some((one) => matchesGlob(one, target) || matchesGlob(`${one}/**`, target));
    const outside = paths.filter((target) => !isInside(target));
    if (outside.length > 0) {
      refuse(
        args,
        `'${args.name}' lets in ${someOf(outside.map(shown))}, in none of this rule's namespaces. Remove what is foreign, or add its namespace.`,
      );
    }
    if (unclear.length > 0) {
      advise(
        args,
        `'${args.name}' lets in ${someOf(unclear.map(shown))}; can't tell whether that is in this rule's namespaces.`,
      );
    }
  },
};
