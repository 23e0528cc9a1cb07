import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Switch } from "../../provider/domain/access";
import { UNKNOWN } from "../../provider/domain/identity";
import { inputName } from "../../provider/domain/pulumi-gitlab";
import { projects, ruleConfig } from "../config/rule-config";
import { shown } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, isMatched } from "../stack/access";

const config = ruleConfig({
  closedProjects: projects("Projects that nobody else's job tokens are meant to reach."),
  entriesElsewhere: projects("Projects whose entries are declared in another stack."),
});

export type RequireNonEmptyAllowlistConfig = z.input<typeof config>;

/**
 * Where a project is closed, an entry somewhere in the stack lets somebody in.
 *
 * **Why**: a closed project with an empty allowlist breaks every pipeline that reached it until then, at once and for all callers. It is
 * how a roll-out of job token protection stops a company's deployments, and why it is then switched off again everywhere.
 *
 * **How to fix**: declare a `ScopeAllowlistEntry` or `GroupAllowlistEntry` for the callers, or name them in the `JobTokenAllowlist`. Two
 * reviewed ways out: `closedProjects` when nobody is meant to get in, `entriesElsewhere` when another stack holds the entries. An entry of
 * the project itself doesn't count.
 *
 * **What can't be told** is never refused, and said in an advisory line: a switch whose project, `enabled` or list is not known yet; a
 * project that its switch calls by path and an entry by id (or the reverse) before GitLab has told the stack that they are one; the same
 * project under two providers that may lead to one GitLab. An entry whose project is not known yet counts only for a switch that it is
 * wired to: by `dependsOn`, or by taking its project from the switch or from a resource that the switch waits for. All other switches are
 * judged. It is judged at the end of preview; `pulumi up --skip-preview` changes first and judges then.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const requireNonEmptyAllowlist = stackRule({
  name: "require-non-empty-allowlist",
  description: "A project that is closed to foreign job tokens lets the ones that it needs in.",
  severity: "high",
  tags: ["job-token"],
  remediationSteps:
    "Declare a ScopeAllowlistEntry or GroupAllowlistEntry for each caller, or name it in the JobTokenAllowlist; or list the project in the rule's configuration: under closedProjects if nobody is meant to get in, under entriesElsewhere if another stack holds its entries.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, { config: excused, refuse, advise }) {
    const stack = accessIn(resources);
    const waysOut = [...excused.closedProjects, ...excused.entriesElsewhere];
    for (const closing of stack.switches.filter(({ enabled }) => enabled !== false)) {
      const isOpened = stack.letsAnybodyIn(closing);
      if (isOpened === true || isMatched(stack.book.namesOf(closing.project), waysOut)) continue;
      const doubt = closing.enabled === UNKNOWN ? "a value is not known yet" : isOpened;
      if (doubt === false) refuse(closing.source, nobodyGetsIn(closing));
      else advise(closing.source, `${subject(closing)}; can't tell whether an entry lets anybody else in: ${doubt}.`);
    }
  },
});

function nobodyGetsIn(closing: Switch<PolicyResource>): string {
  const path = shown(closing.project.written);
  return (
    `${subject(closing)}, and no entry in this stack lets anybody else in. ` +
    `${remedyFor(closing)}, or add ${path} to this rule's configuration: ` +
    "closedProjects if nobody is meant to get in, entriesElsewhere if another stack holds its entries."
  );
}

function remedyFor({ type, source }: Switch<PolicyResource>): string {
  const [projects, groups] = ["projects", "groups"].map((input) => inputName(source.type, input));
  if (type === "JobTokenAllowlist") return `Name the callers in its ${projects} or ${groups}`;
  return "Declare a ScopeAllowlistEntry or GroupAllowlistEntry for it";
}

function subject({ source, project }: Switch<PolicyResource>): string {
  return `'${source.name}' closes project ${shown(project.written)}`;
}
