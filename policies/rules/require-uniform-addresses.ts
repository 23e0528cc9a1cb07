import type { StackValidationPolicy } from "@pulumi/policy";
import { JobTokenScope } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { isNumericId } from "../../provider/domain/address";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { shown } from "../reading/address";
import { cannotTell } from "../reading/known";
import { type Declaration, Declarations } from "../stack/declarations";

/**
 * One project is declared one way: by its path everywhere, or by its id everywhere.
 *
 * **Why**: rules see what is written. Of a switch for `acme/billing` and an entry for 42 none can say whether they belong together before
 * GitLab has been asked, and a rule that can't say lets pass: an empty allowlist, a second owner.
 *
 * **How to fix**: write the path in both places. In GitLab nothing changes, and nothing is replaced.
 *
 * Where the state doesn't know the ids yet, this rule speaks of a switch that no entry or list is for and of an entry or list that no switch
 * is for, written in two ways. What is not known yet has no form.
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
const config = ruleConfig({});

export type RequireUniformAddressesConfig = z.input<typeof config>;

export const requireUniformAddresses: StackValidationPolicy = {
  name: "require-uniform-addresses",
  description: "A project is declared in one way: by its path, or by its id.",
  severity: "low",
  remediationSteps: "Write the project's full path in all declarations that speak of it.",
  tags: ["job-token"],
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateStack(args, report) {
    const stack = new Declarations(args);
    const { refuse } = judge(config, args, report);
    for (const [one, other] of [...knownPairs(stack), ...doubtfulPairs(stack)]) {
      const [first, second] = [one, other].map(
        ({ resource, project }) => `'${resource.name}' has the project ${shown(project.written)}`,
      );
      refuse(other.resource, `${second}, and ${first}. If they are one, write its path in both.`);
    }
  },
};

type Pair = readonly [Declaration, Declaration];

/** Declarations of a project that the state knows to be one: the first, and each that writes it in another form. */
function knownPairs({ all, directory }: Declarations): readonly Pair[] {
  const firsts = new Map<string, Declaration>();
  return all.flatMap((declaration): Pair[] => {
    const key = directory.keyOf(declaration.project);
    if (key === cannotTell) return [];
    const first = firsts.get(key) ?? declaration;
    firsts.set(key, first);
    return isById(first) === isById(declaration) ? [] : [[first, declaration]];
  });
}

/** An entry or list without a switch and a switch without an entry or list that may be each other's. */
function doubtfulPairs(stack: Declarations): readonly Pair[] {
  const letting = stack.all.filter(({ resource }) => !resource.isType(JobTokenScope));
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

function isById({ project }: Declaration): boolean {
  return project.written !== cannotTell && isNumericId(project.written);
}
