import type { z } from "zod";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { type InputsOf, inputsOf } from "../reading/resource";
import { stackRule } from "../rule";

const config = ruleConfig({});

export type RequireLockedProjectRunnerConfig = z.input<typeof config>;

/**
 * The `UserRunner` of a project is locked to it.
 *
 * **Why**: anybody who maintains two projects can lend an unlocked runner from one to the other. Its machine then runs jobs of people
 * whom the owner of the first project doesn't know, beside that project's caches and credentials.
 *
 * **How to fix**: set `locked: true`. With the level `"remediate"` the rule does it, in preview and in `up`, and refuses what it can't
 * change.
 *
 * The rule judges at the end of a preview. Pulumi drops a remediation if the same step replaces the runner: write `locked: true` into the
 * program then. `pulumi up --skip-preview` replaces the runner first and is refused afterwards; the next run locks the new runner. A
 * runner whose type or `locked` is not known yet is not refused and not changed.
 *
 * @example Allowed
 * ```ts
 * new gitlab.UserRunner("billing", {
 *   runnerType: "project_type",
 *   project: "acme/billing",
 *   locked: true,
 *   runUntagged: false,
 *   tagList: ["billing"],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.UserRunner("billing", {
 *   runnerType: "project_type",
 *   project: "acme/billing",
 *   runUntagged: false,
 *   tagList: ["billing"],
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/runners/runners_scope/
 */
export const requireLockedProjectRunner = stackRule({
  name: "require-locked-project-runner",
  description: "A project's runner can't be lent to another project.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["runner"],
  remediationSteps: "Set locked to true, or set the rule's level to remediate, which does it for you.",
  enforcementLevel: "advisory",
  config,
  validate(resources, { refuse }) {
    for (const resource of resources) {
      if (!isUnlocked(inputsOf(resource, "UserRunner"))) continue;
      refuse(resource, `'${resource.name}' has locked: false, so it can be lent to other projects. Set locked: true.`);
    }
  },
  remediate(args) {
    if (!isUnlocked(inputsOf(args, "UserRunner"))) return undefined;
    args.props.locked = true;
    return args.props; // Not a copy: one would lose the hidden inputs, and with them the provider's code.
  },
});

function isUnlocked(runner: InputsOf<"UserRunner"> | undefined): boolean {
  return runner?.runnerType === "project_type" && (runner.locked === false || runner.locked === undefined);
}
