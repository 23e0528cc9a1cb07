import type { PolicyResource } from "@pulumi/policy";
import { z } from "zod";
import type { Entry } from "../../provider/domain/access/declared";
import { LIST_ROOM } from "../../provider/domain/list-limit";
import { ruleConfig } from "../config/rule-config";
import { stackRule } from "../rule";
import { accessIn, type StackAccess } from "../stack/access";

const config = ruleConfig({
  advisoryLimit: z.int().min(0).default(100).describe("More entries of a kind than this are worth a line."),
  limit: z.int().min(0).default(LIST_ROOM).describe("More entries of a kind than this are refused."),
});

export type LimitAllowlistSizeConfig = z.input<typeof config>;

/**
 * An allowlist stays below the 200 projects and 200 groups that GitLab allows.
 *
 * **Why**: GitLab refuses the next entry in the middle of an `up`, when a pipeline already needs it. And nobody reviews a list of that
 * length.
 *
 * **How to fix**: let in a group instead of its projects, or move what all of them need into a project of its own.
 *
 * Single entries and lists are counted together, projects and groups apart. An entry whose project is not known yet is not counted, nor
 * is a list that is not known yet.
 *
 * @example Allowed
 * ```json
 * { "advisoryLimit": 1, "limit": 1 }
 * ```
 * ```ts
 * const platform = new gitlab.GroupAllowlistEntry("platform", { project: "acme/tooling", targetGroup: "acme/platform" });
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/tooling", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("tooling", { project: "acme/tooling" }, { dependsOn: [platform, deploy] });
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
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#add-a-group-or-project-to-the-job-token-allowlist
 */
export const limitAllowlistSize = stackRule({
  name: "limit-allowlist-size",
  description: "An allowlist stays well below GitLab's limit of 200 projects and 200 groups.",
  severity: "medium",
  tags: ["job-token"],
  remediationSteps: "Let in a group instead of its projects, or split the project that so many need to reach.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, { config: limits, refuse, advise }) {
    for (const entries of listsOf(accessIn(resources))) {
      const [last] = entries.slice(-1);
      if (last === undefined || entries.length <= Math.min(limits.advisoryLimit, limits.limit)) continue;
      const message = tooMany(last, entries.length);
      if (entries.length > limits.limit) refuse(last.source, message);
      else advise(last.source, message);
    }
  },
});

function tooMany({ source, target }: Entry<PolicyResource>, count: number): string {
  const remedy = target.kind === "project" ? "Let in a group instead" : "Let in the group above them";
  return `'${source.name}' belongs to an allowlist of ${count} ${target.kind}s, and GitLab holds 200. ${remedy}, or split the project.`;
}

/** The entries of each project, projects and groups apart, each target once. */
function listsOf({ entries, book }: StackAccess): readonly (readonly Entry<PolicyResource>[])[] {
  const lists = new Map<string, Map<Entry<PolicyResource> | string, Entry<PolicyResource>>>();
  for (const entry of entries) {
    const project = book.keyOf(entry.project);
    if (typeof project !== "string") continue;
    const target = book.keyOf(entry.target);
    const name = `${project} ${entry.target.kind}`;
    const list = lists.get(name) ?? new Map();
    lists.set(name, list.set(typeof target === "string" ? target : entry, entry));
  }
  return [...lists.values()].map((list) => [...list.values()]);
}
