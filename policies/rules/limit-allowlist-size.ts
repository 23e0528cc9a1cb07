import type { StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { cannotTell } from "../reading/known";
import { Declarations, type Entry } from "../stack/declarations";

/**
 * An allowlist keeps away from the 200 projects and 200 groups that GitLab holds in one.
 *
 * **Why**: GitLab refuses the next one in the middle of an `up`, when somebody's pipeline already waits for it. And nobody reviews a list
 * of that length.
 *
 * **How to fix**: let in a group instead of its projects, or split what all of them need into a project of its own.
 *
 * Single entries and lists count alike, projects and groups apart. An entry whose project is not known yet isn't counted, nor is a list that
 * is not known yet.
 *
 * @example Allowed
 * ```json
 * { "advisoryLimit": 1, "limit": 1 }
 * ```
 * ```ts
 * new gitlab.GroupAllowlistEntry("tooling-platform", { project: "acme/tooling", targetGroup: "acme/platform" });
 * new gitlab.ScopeAllowlistEntry("tooling-deploy", { project: "acme/tooling", targetProject: "acme/deploy" });
 * ```
 *
 * @example Refused
 * ```json
 * { "advisoryLimit": 1, "limit": 1 }
 * ```
 * ```ts
 * new gitlab.ScopeAllowlistEntry("tooling-deploy", { project: "acme/tooling", targetProject: "acme/deploy" });
 * new gitlab.ScopeAllowlistEntry("tooling-reports", { project: "acme/tooling", targetProject: "acme/reports" });
 * ```
 */
const config = ruleConfig({
  advisoryLimit: z.int().min(0).default(100).describe("More entries of a kind than this are worth a line."),
  limit: z.int().min(0).default(180).describe("More entries of a kind than this are refused."),
});

export type LimitAllowlistSizeConfig = z.input<typeof config>;

export const limitAllowlistSize: StackValidationPolicy = {
  name: "limit-allowlist-size",
  description: "An allowlist stays away from GitLab's limit of 200 projects and 200 groups.",
  severity: "medium",
  remediationSteps: "Let in a group instead of its projects, or split the project that so many need to reach.",
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#add-a-group-or-project-to-the-job-token-allowlist",
  tags: ["job-token"],
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateStack(args, report) {
    const stack = new Declarations(args);
    const { config: limits, refuse, advise } = judge(config, args, report);
    for (const entries of listsOf(stack)) {
      const [last] = entries.slice(-1);
      if (last === undefined || entries.length <= Math.min(limits.advisoryLimit, limits.limit)) continue;
      const message = tooMany(last, entries.length);
      if (entries.length > limits.limit) refuse(last.resource, message);
      else advise(last.resource, message);
    }
  },
};

function tooMany({ resource, target }: Entry, count: number): string {
  const remedy = target.kind === "project" ? "Let in a group instead" : "Let in the group above them";
  return `'${resource.name}' belongs to an allowlist of ${count} ${target.kind}s, and GitLab holds 200. ${remedy}, or split the project.`;
}

/** The entries of each project, projects and groups apart, each target once. */
function listsOf({ entries, directory }: Declarations): readonly (readonly Entry[])[] {
  const lists = new Map<string, Map<Entry | string, Entry>>();
  for (const entry of entries) {
    const project = directory.keyOf(entry.project);
    if (project === cannotTell) continue;
    const target = directory.keyOf(entry.target);
    const name = `${project} ${entry.target.kind}`;
    const list = lists.get(name) ?? new Map();
    lists.set(name, list.set(target === cannotTell ? entry : target, entry));
  }
  return [...lists.values()].map((list) => [...list.values()]);
}
