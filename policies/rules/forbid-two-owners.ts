import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { ruleConfig, schemaOf } from "../config";
import { Declarations } from "../declarations";
import { judge } from "../judge";
import { cannotTell } from "../known";
import type { Mention } from "../mention";

/**
 * One thing in GitLab has one declaration: a project's switch, an entry of its allowlist.
 *
 * **Why**: with two owners the last one to be applied wins, and the one that is removed takes away what the other still declares. A
 * reviewer who reads one of them doesn't know what holds.
 *
 * **How to fix**: remove one of the two. Nothing is lost in GitLab: what is still declared is not removed.
 *
 * Two declarations are equal where they surely are: one by id and one by path are `require-uniform-addresses`' matter until the state
 * knows that they are one, and a value that is not known yet equals nothing.
 *
 * @example Allowed
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.ScopeAllowlistEntry("reports", { project: "acme/billing", targetProject: "acme/reports" });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * new gitlab.JobTokenScope("billing-again", { project: "Acme/Billing", enabled: false });
 * ```
 */
const config = ruleConfig({});

export type ForbidTwoOwnersConfig = z.input<typeof config>;

export const forbidTwoOwners: StackValidationPolicy = {
  name: "forbid-two-owners",
  description: "A switch or an allowlist entry in GitLab has one declaration.",
  severity: "high",
  remediationSteps: "Remove one of the two declarations; what the other declares stays in GitLab.",
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateStack(args, report) {
    const { switches, entries, directory } = new Declarations(args);
    const { refuse } = judge(config, args, report);
    const owners = new Map<string, PolicyResource>();
    const claim = (resource: PolicyResource, ...mentions: readonly Mention[]) => {
      const keys = mentions.map((of) => directory.keyOf(of));
      if (keys.includes(cannotTell)) return;
      const thing = keys.map(String).join(" ");
      const owner = owners.get(thing);
      if (owner === undefined) owners.set(thing, resource);
      else refuse(resource, `'${resource.name}' declares what '${owner.name}' declares already. Remove one of them.`);
    };
    for (const { resource, project } of switches) claim(resource, project);
    for (const { resource, project, target } of entries) claim(resource, project, target);
  },
};
