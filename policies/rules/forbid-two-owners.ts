import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { shown } from "../reading/address";
import { cannotTell } from "../reading/known";
import { someOf } from "../reading/some-of";
import { Declarations, type List } from "../stack/declarations";
import type { Mention } from "../stack/mention";

/**
 * One thing in GitLab has one declaration: a project's switch, an entry of its allowlist, all its projects or all its groups as a list.
 *
 * **Why**: with two owners the last one to be applied wins: a list removes what a single entry beside it has let in, a second switch opens
 * what the first has closed. A reviewer who reads one of them doesn't know what holds.
 *
 * **How to fix**: remove one of the two, or move single entries into the list. Nothing is lost in GitLab: what is still declared stays.
 *
 * Two declarations are equal where they surely are: one by id and one by path are `require-uniform-addresses`' matter until the state
 * knows that they are one, and a value that is not known yet equals nothing. A list that meets another owner is refused by the resource
 * itself as well, where the run knows both by one address; this rule also sees it in a state (`pulumi policy analyze`).
 *
 * @example Allowed
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.ScopeAllowlistEntry("reports", { project: "acme/billing", targetProject: "acme/reports" });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenAllowlist("billing", { project: "acme/billing", enabled: true, projects: ["acme/deploy"], groups: [] });
 * new gitlab.JobTokenScope("billing-again", { project: "Acme/Billing", enabled: false });
 * ```
 */
const config = ruleConfig({});

export type ForbidTwoOwnersConfig = z.input<typeof config>;

export const forbidTwoOwners: StackValidationPolicy = {
  name: "forbid-two-owners",
  description: "A switch, a list or an entry of an allowlist has one declaration.",
  severity: "high",
  remediationSteps:
    "Remove one of the two declarations, or move the single entries into the list; what is still declared stays in GitLab.",
  url: "https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project",
  tags: ["job-token"],
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateStack(args, report) {
    const stack = new Declarations(args);
    const { refuse } = judge(config, args, report);
    const owners = new Map<string, PolicyResource>();
    const claim = (resource: PolicyResource, aspect: string, ...of: readonly Mention[]) => {
      const keys = of.map((one) => stack.directory.keyOf(one));
      if (keys.includes(cannotTell)) return;
      const thing = [aspect, ...keys.map(String)].join(" ");
      const owner = owners.get(thing);
      if (owner === undefined) owners.set(thing, resource);
      else refuse(resource, declaredTwice(resource, `${aspect} of ${of.map(nameOf).join(" in ")}`, owner));
    };
    for (const { resource, project } of stack.switches) claim(resource, "the switch", project);
    for (const { resource, project, kind } of stack.lists) claim(resource, `all ${kind}s`, project);
    for (const { resource, project, target } of stack.singles) claim(resource, "the entry", target, project);

    for (const list of stack.lists) {
      const beside = besideList(stack, list);
      if (beside.length > 0) refuse(list.resource, overrules(list, beside));
    }
  },
};

/** The names of single entries in the place of a list. */
function besideList({ singles, directory }: Declarations, { kind, project }: List): readonly string[] {
  return singles
    .filter((entry) => entry.target.kind === kind && directory.same(entry.project, project) === true)
    .map(({ resource }) => `'${resource.name}'`);
}

function declaredTwice({ name }: PolicyResource, thing: string, owner: PolicyResource): string {
  return `'${name}' declares ${thing}, which '${owner.name}' declares already. Remove one of them.`;
}

function overrules({ resource, project, kind }: List, beside: readonly string[]): string {
  const all = `'${resource.name}' declares all ${kind}s of ${nameOf(project)}`;
  return `${all}, beside single entries: ${someOf(beside)}. Move them into the list, or remove its ${kind}s.`;
}

function nameOf({ written }: Mention): string {
  return shown(written);
}
