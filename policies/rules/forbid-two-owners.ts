import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { List } from "../../provider/domain/access";
import type { Mention } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { shown, someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, type StackAccess } from "../stack/access";

const config = ruleConfig({});

export type ForbidTwoOwnersConfig = z.input<typeof config>;

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
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * new gitlab.JobTokenScope("billing-again", { project: "Acme/Billing", enabled: false });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const forbidTwoOwners = stackRule({
  name: "forbid-two-owners",
  description: "A switch, a list or an entry of an allowlist has one declaration.",
  severity: "high",
  tags: ["job-token"],
  remediationSteps:
    "Remove one of the two declarations, or move the single entries into the list; what is still declared stays in GitLab.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, { refuse }) {
    const stack = accessIn(resources);
    const owners = new Map<string, PolicyResource>();
    const claim = (resource: PolicyResource, aspect: string, ...of: readonly Mention[]) => {
      const keys = of.map((one) => stack.book.keyOf(one));
      if (keys.some((key) => typeof key !== "string")) return;
      const thing = [aspect, ...keys.map(String)].join(" ");
      const owner = owners.get(thing);
      if (owner === undefined) owners.set(thing, resource);
      else refuse(resource, declaredTwice(resource, `${aspect} of ${of.map(nameOf).join(" in ")}`, owner));
    };
    for (const { source, project } of stack.switches) claim(source, "the switch", project);
    for (const { source, project, kind } of stack.lists) claim(source, `all ${kind}s`, project);
    for (const { source, project, target } of stack.singles) claim(source, "the entry", target, project);

    for (const list of stack.lists) {
      const beside = besideList(stack, list);
      if (beside.length > 0) refuse(list.source, overrules(list, beside));
    }
  },
});

/** The names of single entries in the place of a list. */
function besideList({ singles, book }: StackAccess, { kind, project }: List<PolicyResource>): readonly string[] {
  return singles
    .filter((entry) => entry.target.kind === kind && book.same(entry.project, project) === true)
    .map(({ source }) => `'${source.name}'`);
}

function declaredTwice({ name }: PolicyResource, thing: string, owner: PolicyResource): string {
  return `'${name}' declares ${thing}, which '${owner.name}' declares already. Remove one of them.`;
}

function overrules({ source, project, kind }: List<PolicyResource>, beside: readonly string[]): string {
  const all = `'${source.name}' declares all ${kind}s of ${nameOf(project)}`;
  return `${all}, beside single entries: ${someOf(beside)}. Move them into the list, or remove its ${kind}s.`;
}

function nameOf({ written }: Mention): string {
  return shown(written);
}
