import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { UserRunner } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { matchesGlob } from "../config/glob";
import { judge } from "../config/judge";
import { globs, ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { shown } from "../reading/address";
import { cannotTell, known, knownItems } from "../reading/known";

/**
 * A `UserRunner` whose tags say that it deploys takes jobs of protected branches and tags only.
 *
 * **Why**: the machine that may deploy trusts whoever may start a job on it. Without protection that is everybody who may push a branch:
 * they write the tag into their `.gitlab-ci.yml` and have the machine's credentials and its place in the network, before any review.
 *
 * **How to fix**: set `accessLevel: "ref_protected"`, and protect the branches and tags that deploy.
 *
 * Tags and access levels that are not known yet are not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.UserRunner("deploy", {
 *   runnerType: "group_type",
 *   group: "acme/platform",
 *   accessLevel: "ref_protected",
 *   runUntagged: false,
 *   tagList: ["deploy-eu"],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.UserRunner("deploy", {
 *   runnerType: "group_type",
 *   group: "acme/platform",
 *   runUntagged: false,
 *   tagList: ["deploy-eu"],
 * });
 * ```
 */
const config = ruleConfig({
  tags: globs("Tags of runners that must be protected.", ["prod*", "deploy*", "release*"]),
});

export type RequireProtectedRunnerConfig = z.input<typeof config>;

export const requireProtectedRunner: ResourceValidationPolicy = {
  name: "require-protected-runner",
  description: "A runner that deploys takes jobs of protected branches and tags only.",
  severity: "high",
  framework: owasp("CICD-SEC-4"),
  url: "https://docs.gitlab.com/ci/runners/configure_runners/",
  tags: ["runner"],
  remediationSteps: "Set accessLevel to ref_protected, and protect the branches and tags that deploy.",
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource: validateResourceOfType(UserRunner, (runner, args, report) => {
    const { config: critical, refuse } = judge(config, args, report);
    const accessLevel = known(runner, "accessLevel");
    if (accessLevel === "ref_protected" || accessLevel === cannotTell) return;
    const tag = knownItems(known(runner, "tagList")).find(
      (one) => one !== cannotTell && critical.tags.some((glob) => matchesTag(glob, one)),
    );
    if (tag === undefined) return;
    refuse(
      args,
      `'${args.name}' has the tag ${shown(tag)} and takes jobs of any branch. Set accessLevel: "ref_protected".`,
    );
  }),
};

/** A tag is no path: a slash in it is a letter like others. */
function matchesTag(glob: string, tag: string): boolean {
  return matchesGlob(glob.replaceAll("/", ":"), tag.replaceAll("/", ":"));
}
