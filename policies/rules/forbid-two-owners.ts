import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { List } from "../../provider/domain/access/declared";
import { type Doubt, IdentityBook, type Mention, sameInstance } from "../../provider/domain/identity";
import type { Verdict } from "../config/judge";
import { ruleConfig } from "../config/rule-config";
import { inputsOf, ownersOf } from "../reading/resource";
import { shown, someOf } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, Instances, type StackAccess } from "../stack/access";

const config = ruleConfig({});

export type ForbidTwoOwnersConfig = z.input<typeof config>;

/**
 * One thing in GitLab has one declaration: a project's switch, an entry of its allowlist, the list of all its projects or groups, a
 * variable of one key and one environment scope.
 *
 * **Why**: with two declarations the last one to be applied wins. A list removes what a single entry has added, and a second switch opens
 * what the first has closed. A reviewer who reads one of them doesn't know what counts.
 *
 * **How to fix**: remove one of the two, or move single entries into the list. Nothing is lost in GitLab: what is still declared stays.
 *
 * Two declarations count as equal only if they surely are. An id and a path are compared once the state has both; until then
 * `require-uniform-addresses` reports them. Values that are not known yet are equal to nothing. Two providers that may lead to one GitLab
 * get an advisory line. A list beside another owner is also refused by the resource itself; this rule finds it in a state too (`pulumi
 * policy analyze`).
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
  description: "A switch, a list or an entry of an allowlist, or a variable, has one declaration.",
  severity: "high",
  tags: ["job-token"],
  remediationSteps:
    "Remove one of the two declarations, or move the single entries into the list; what is still declared stays in GitLab.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, verdict) {
    const stack = accessIn(resources);
    const variables = variablesIn(resources);
    const book = new IdentityBook([...stack.mentions, ...variables.map(({ owner }) => owner)]);
    const claims = new Claims(book, verdict);
    for (const { source, project } of stack.switches) claims.make(source, { aspect: "the switch" }, project);
    for (const { source, project, kind } of stack.lists) claims.make(source, { aspect: `all ${kind}s` }, project);
    for (const { source, project, target } of stack.singles)
      claims.make(source, { aspect: "the entry" }, target, project);
    for (const { source, thing, owner } of variables) claims.make(source, thing, owner);

    for (const list of stack.lists) {
      const beside = besideList(stack, list);
      if (beside.length > 0) verdict.refuse(list.source, overrules(list, beside));
    }
  },
});

interface Aspect {
  readonly aspect: string;
  /** Where it may not be shown as it is. */
  readonly words?: string;
}

interface Claim {
  readonly resource: PolicyResource;
  readonly of: readonly Mention[];
}

/** Who declares what, in an order that does not change: the first one is the owner. */
class Claims {
  readonly #claims = new Map<string, readonly Claim[]>();
  readonly #book: IdentityBook;
  readonly #verdict: Verdict<typeof config>;

  constructor(book: IdentityBook, verdict: Verdict<typeof config>) {
    this.#book = book;
    this.#verdict = verdict;
  }

  make(resource: PolicyResource, { aspect, words = aspect }: Aspect, ...of: readonly Mention[]): void {
    const names = of.map((one) => ({ kind: one.kind, ...this.#book.namesOf(one) }));
    if (names.some(({ id, path }) => id === undefined && path === undefined)) return;
    const thing = JSON.stringify([aspect, ...names.map(({ kind, id, path }) => [kind, id ?? path])]);
    const claims = this.#claims.get(thing) ?? [];
    this.#claims.set(thing, [...claims, { resource, of }]);
    const beside = claims.map((claim) => ({ owner: claim.resource, isOneGitLab: inOneGitLab(claim.of, of) }));
    const sure = beside.find(({ isOneGitLab }) => isOneGitLab === true);
    const doubtful = beside.find(({ isOneGitLab }) => isOneGitLab !== false);
    const what = `${words} of ${of.map(nameOf).join(" in ")}`;
    if (sure !== undefined) this.#verdict.refuse(resource, declaredTwice(resource, what, sure.owner));
    else if (doubtful !== undefined) this.#verdict.advise(resource, perhapsTwice(resource, what, doubtful.owner));
  }
}

function inOneGitLab([one]: readonly Mention[], [other]: readonly Mention[]): boolean | Doubt {
  return one === undefined || other === undefined ? false : sameInstance(one.instance, other.instance);
}

/** A variable is one thing by its key and its environment scope; both are compared as GitLab compares them, with case. */
function variablesIn(resources: readonly PolicyResource[]) {
  const instances = new Instances(resources);
  return resources.flatMap((source) => {
    const { key, environmentScope: scope = "*" } = inputsOf(source, "ProjectVariable", "GroupVariable") ?? {};
    const [owner] = ownersOf(source, instances.of(source));
    if (typeof key !== "string" || typeof scope !== "string" || owner === undefined) return [];
    const words = `the variable ${shown(key)}${scope === "*" ? "" : " for the same environments"}`;
    return [{ source, owner, thing: { aspect: `variable ${JSON.stringify([key, scope])}`, words } }];
  });
}

/** The names of single entries in the place of a list. */
function besideList({ singles, book }: StackAccess, { kind, project }: List<PolicyResource>): readonly string[] {
  return singles
    .filter((entry) => entry.target.kind === kind && book.same(entry.project, project) === true)
    .map(({ source }) => `'${source.name}'`);
}

function declaredTwice({ name }: PolicyResource, thing: string, owner: PolicyResource): string {
  return `'${name}' declares ${thing}, which '${owner.name}' declares already. Remove one of them.`;
}

function perhapsTwice({ name }: PolicyResource, thing: string, owner: PolicyResource): string {
  return `'${name}' declares ${thing}, which '${owner.name}' may declare already: two providers may lead to one GitLab.`;
}

function overrules({ source, project, kind }: List<PolicyResource>, beside: readonly string[]): string {
  const all = `'${source.name}' declares all ${kind}s of ${nameOf(project)}`;
  return `${all}, beside single entries: ${someOf(beside)}. Move them into the list, or remove its ${kind}s.`;
}

function nameOf({ written }: Mention): string {
  return shown(written);
}
