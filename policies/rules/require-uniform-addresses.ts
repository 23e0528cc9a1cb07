import type { StackValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { isNumericId, shown } from "../address";
import { ruleConfig, schemaOf } from "../config";
import { Declarations, type Entry, type Switch } from "../declarations";
import { judge } from "../judge";
import { cannotTell } from "../known";

/**
 * One project is declared one way: by its path everywhere, or by its id everywhere.
 *
 * **Why**: rules see what is written. Of a switch for `acme/billing` and an entry for 42 none can say whether they belong together before
 * GitLab has been asked, and a rule that can't say lets pass: an empty allowlist, a second owner.
 *
 * **How to fix**: write the path in both places. In GitLab nothing changes, and nothing is replaced.
 *
 * Where the state doesn't know the ids yet, this rule speaks of a switch that no entry is for and of an entry that no switch is for,
 * written in two ways. What is not known yet has no form.
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

type Pair = readonly [Entry | Switch, Entry | Switch];

/** Declarations of a project that the state knows to be one: the first, and each that writes it in another form. */
function knownPairs({ switches, entries, directory }: Declarations): readonly Pair[] {
  const firsts = new Map<string, Entry | Switch>();
  return [...switches, ...entries].flatMap((declaration): Pair[] => {
    const key = directory.keyOf(declaration.project);
    if (key === cannotTell) return [];
    const first = firsts.get(key) ?? declaration;
    firsts.set(key, first);
    return isById(first) === isById(declaration) ? [] : [[first, declaration]];
  });
}

/** An entry without a switch and a switch without an entry that may be each other's. */
function doubtfulPairs(stack: Declarations): readonly Pair[] {
  const belongs = (entry: Entry, to: Switch) => stack.belongs(entry, to) === true;
  const free = stack.switches.filter((to) => !stack.entries.some((entry) => belongs(entry, to)));
  return stack.entries
    .filter((entry) => !stack.switches.some((to) => belongs(entry, to)))
    .flatMap((entry): Pair[] => {
      const to = free.find((one) => stack.belongs(entry, one) === "one declaration writes the id and another the path");
      return to === undefined ? [] : [[to, entry]];
    });
}

function isById({ project }: Entry | Switch): boolean {
  return project.written !== cannotTell && isNumericId(project.written);
}
