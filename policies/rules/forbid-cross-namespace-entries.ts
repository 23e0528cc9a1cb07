import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { canonical, isNumericId, shown } from "../address";
import { globs, ruleConfig, schemaOf } from "../config";
import { targetKeyOf } from "../declarations";
import { matchesGlob } from "../glob";
import { judge } from "../judge";
import { cannotTell, known } from "../known";

/**
 * Once `namespaces` is configured, an entry lets in nothing from outside of them.
 *
 * **Why**: a target in somebody else's namespace, a fork, a personal project or one whose path was given up and taken by a stranger, is
 * run by people whom the owner of the opened project doesn't know. On gitlab.com that is anybody.
 *
 * **How to fix**: move the caller into a namespace of yours, or add its namespace after a review.
 *
 * A target that is declared by its id, or not known yet, can't be judged: make `require-path-addresses` mandatory beside this rule.
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
  remediationSteps:
    "Remove the entry, move its target into one of the configured namespaces, or add its namespace to them.",
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { config: allowed, refuse } = judge(config, args, report);
    const key = targetKeyOf(args);
    if (key === undefined || allowed.namespaces.length === 0) return;
    const target = known(args.props, key);
    if (target === cannotTell || isNumericId(canonical(target))) return;
    const isInside = (namespace: string) =>
      matchesGlob(namespace, canonical(target)) || matchesGlob(`${namespace}/**`, canonical(target));
    if (allowed.namespaces.some(isInside)) return;
    refuse(
      args,
      `'${args.name}' lets in ${shown(target)}, which is in none of this rule's namespaces. Remove it, or add its namespace.`,
    );
  },
};
