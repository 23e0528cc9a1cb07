import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Switch } from "../../provider/domain/access/declared";
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
 * If a project is closed, an entry in the stack lets somebody in.
 *
 * **Why**: closing a project with an empty allowlist breaks every pipeline that used it until then, at once and for all callers. That is
 * how a roll-out of job token protection stops a company's deployments, and why it is then switched off again everywhere.
 *
 * **How to fix**: declare a `ScopeAllowlistEntry` or `GroupAllowlistEntry` for the callers, or name them in the `JobTokenAllowlist`.
 * There are two reviewed exceptions: `closedProjects` if nobody is meant to get in, `entriesElsewhere` if another stack has the entries.
 * An entry for the project itself doesn't count.
 *
 * Three cases get an advisory line and are never refused: a switch whose project, `enabled` or list is not known yet; a project that the
 * switch names by path and an entry by id, or the reverse, before the state has both; one project under two providers that may lead to
 * one GitLab. An entry whose project is not known yet counts only for a switch that the program ties to it: by `dependsOn`, or because it
 * takes its project from the switch or from a resource that the switch depends on. The rule judges at the end of a preview; `pulumi up
 * --skip-preview` changes first and judges afterwards.
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
