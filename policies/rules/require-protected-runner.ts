import type { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { matchesGlob } from "../config/glob";
import { globs, ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf, itemsOf } from "../reading/resource";
import { shown } from "../reading/words";
import { resourceRule } from "../rule";

const config = ruleConfig({
  tags: globs("Tags of runners that must be protected.", ["prod*", "deploy*", "release*"]),
});

export type RequireProtectedRunnerConfig = z.input<typeof config>;

/**
 * A `UserRunner` with a tag for deployments takes jobs of protected branches and tags only.
 *
 * **Why**: a machine that may deploy trusts everybody who may start a job on it. Without protection that is everybody who may push a
 * branch: they write the tag into their `.gitlab-ci.yml` and get the machine's credentials and its place in the network, before any
 * review.
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
 *
 * @see https://docs.gitlab.com/ci/runners/configure_runners/
 */
export const requireProtectedRunner = resourceRule({
  name: "require-protected-runner",
  description: "A runner that deploys takes jobs of protected branches and tags only.",
  severity: "high",
  framework: owasp("CICD-SEC-4"),
  tags: ["runner"],
  remediationSteps: "Set accessLevel to ref_protected, and protect the branches and tags that deploy.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { config: critical, refuse }) {
    const runner = inputsOf(resource, "UserRunner");
    if (runner === undefined || runner.accessLevel === "ref_protected" || runner.accessLevel === UNKNOWN) return;
    const tags = itemsOf(runner.tagList).filter((tag) => typeof tag === "string");
    const tag = tags.find((one) => critical.tags.some((glob) => matchesTag(glob, one)));
    if (tag === undefined) return;
    refuse(
      resource,
      `'${resource.name}' has the tag ${shown(tag)} and takes jobs of any branch. Set accessLevel: "ref_protected".`,
    );
  },
});

/** A tag is no path: a slash in it is a letter like others. */
function matchesTag(glob: string, tag: string): boolean {
  return matchesGlob(glob.replaceAll("/", ":"), tag.replaceAll("/", ":"));
}
