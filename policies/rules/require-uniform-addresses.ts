import type { PolicyResource } from "@pulumi/policy";
import type { z } from "zod";
import type { Declaration } from "../../provider/domain/access/declared";
import { isNumericId } from "../../provider/domain/address";
import { ruleConfig } from "../config/rule-config";
import { shown } from "../reading/words";
import { stackRule } from "../rule";
import { accessIn, type StackAccess } from "../stack/access";

const config = ruleConfig({});

export type RequireUniformAddressesConfig = z.input<typeof config>;

/**
 * A project is declared in one way: by its path everywhere, or by its id everywhere.
 *
 * **Why**: rules see what is written. Before GitLab is asked, no rule can tell whether a switch for `acme/billing` and an entry for 42
 * belong together, and a rule that can't tell does not refuse: neither an empty allowlist nor a second owner.
 *
 * **How to fix**: write the path in both places. Nothing changes in GitLab, and nothing is replaced.
 *
 * While the state doesn't have the ids yet, the rule reports a switch without entries and entries without a switch that are written in
 * two ways. Values that are not known yet are not compared.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: 42, targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * ```
 */
export const requireUniformAddresses = stackRule({
  name: "require-uniform-addresses",
  description: "A project is declared in one way: by its path, or by its id.",
  severity: "low",
  tags: ["job-token"],
  remediationSteps: "Write the project's full path in all declarations that speak of it.",
  enforcementLevel: "advisory",
  config,
  validate(resources, { refuse }) {
    const stack = accessIn(resources);
    for (const [one, other] of [...knownPairs(stack), ...doubtfulPairs(stack)]) {
      const [first, second] = [one, other].map(
        ({ source, project }) => `'${source.name}' has the project ${shown(project.written)}`,
      );
      refuse(other.source, `${second}, and ${first}. If they are one, write its path in both.`);
    }
  },
});

type Pair = readonly [Declaration<PolicyResource>, Declaration<PolicyResource>];

/** Declarations of a project that the state knows to be one: the first, and each that writes it in another form. */
function knownPairs({ all, book }: StackAccess): readonly Pair[] {
  const firsts = new Map<string, Declaration<PolicyResource>>();
  return all.flatMap((declaration): Pair[] => {
    const key = book.keyOf(declaration.project);
    if (typeof key !== "string") return [];
    const first = firsts.get(key) ?? declaration;
    firsts.set(key, first);
    return isById(first) === isById(declaration) ? [] : [[first, declaration]];
  });
}

/** An entry or list without a switch and a switch without an entry or list that may be each other's. */
function doubtfulPairs(stack: StackAccess): readonly Pair[] {
  const letting = stack.all.filter(({ type }) => type !== "JobTokenScope");
  const free = stack.switches.filter((to) => !letting.some((one) => stack.belongs(one, to) === true));
  return letting
    .filter((one) => !stack.switches.some((to) => stack.belongs(one, to) === true))
    .flatMap((one): Pair[] => {
      const to = free.find(
        (other) => stack.belongs(one, other) === "one declaration writes the id and another the path",
      );
      return to === undefined ? [] : [[to, one]];
    });
}

function isById({ project }: Declaration<PolicyResource>): boolean {
  return typeof project.written === "string" && isNumericId(project.written);
}
