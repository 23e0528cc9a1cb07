import type { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { inputName } from "../../provider/domain/pulumi-gitlab";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { inputsOf } from "../reading/resource";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type RequireRunnerTagsConfig = z.input<typeof config>;

/**
 * A `UserRunner` takes only jobs that ask for it by a tag. A project's runner is refused; a runner of a group or the instance, which is
 * often meant for everybody, gets an advisory line.
 *
 * **Why**: a job without tags runs on any runner that accepts such jobs. The machine with access to production or with the signing key
 * then runs the first job of the first merge request that somebody opens, whatever its script does.
 *
 * **How to fix**: set `runUntagged: false`, and `tagList` to the tags of its jobs. Number 2.2.3 of the CIS GitLab Benchmark 1.0.1 asks
 * for it: the duties of each build worker are segregated.
 *
 * What is not known yet is not refused; an advisory line says so.
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
 * new gitlab.UserRunner("billing", { runnerType: "project_type", project: "acme/billing", tagList: ["billing"] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/runners/configure_runners/
 */
export const requireRunnerTags = resourceRule({
  name: "require-runner-tags",
  description: "A runner takes only the jobs that ask for it.",
  severity: "high",
  framework: owasp("CICD-SEC-5"),
  tags: ["runner"],
  remediationSteps: "Set runUntagged to false, and tagList to the tags of the jobs that the runner is for.",
  enforcementLevel: "mandatory",
  config,
  validate(resource, { refuse, advise }) {
    const runner = inputsOf(resource, "UserRunner");
    if (runner === undefined || runner.runUntagged === false) return;
    if (runner.runUntagged === UNKNOWN || runner.runnerType === UNKNOWN) {
      advise(resource, `'${resource.name}': can't tell whether it takes jobs without tags: a value is not known yet.`);
      return;
    }
    const [untagged, tags] = ["runUntagged", "tagList"].map((input) => inputName(resource.type, input));
    const message = `'${resource.name}' has ${untagged}: true, so it takes any job without tags. Set ${untagged}: false and a ${tags}.`;
    if (runner.runnerType === "project_type") refuse(resource, message);
    else advise(resource, message);
  },
});
