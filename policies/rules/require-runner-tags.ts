import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { UserRunner } from "pulumi-gitlab-ci-access";
import type { z } from "zod";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { owasp } from "../owasp";
import { cannotTell, known } from "../reading/known";

/**
 * A `UserRunner` takes only jobs that ask for it by a tag. Mandatory for a project's runner; for a group's or the instance's, which are
 * often meant for everybody, an advisory line.
 *
 * **Why**: a job without tags runs on any runner that takes such jobs. The machine with the production network or the signing key then runs
 * the first job of the first merge request that somebody opens, with whatever is in its script.
 *
 * **How to fix**: set `runUntagged: false` and name the `tagList` that its jobs carry. It is what number 2.2.3 of the CIS GitLab Benchmark 1.0.1
 * asks for: the duties of each build worker are segregated.
 *
 * What is not known yet is not refused, and said in an advisory line.
 *
 * @example Allowed
 * ```ts
 * new gitlab.UserRunner("billing", {
 *   runnerType: "project_type",
 *   project: "acme/billing",
 *   runUntagged: false,
 *   tagList: ["billing"],
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.UserRunner("billing", { runnerType: "project_type", project: "acme/billing", tagList: ["billing"] });
 * ```
 */
const config = ruleConfig({});

export type RequireRunnerTagsConfig = z.input<typeof config>;

export const requireRunnerTags: ResourceValidationPolicy = {
  name: "require-runner-tags",
  description: "A runner takes only the jobs that ask for it.",
  severity: "high",
  framework: owasp("CICD-SEC-5"),
  url: "https://docs.gitlab.com/ci/runners/configure_runners/",
  tags: ["runner"],
  remediationSteps: "Set runUntagged to false, and tagList to the tags of the jobs that the runner is for.",
  enforcementLevel: "mandatory",
  configSchema: schemaOf(config),
  validateResource: validateResourceOfType(UserRunner, (runner, args, report) => {
    const { refuse, advise } = judge(config, args, report);
    const [takesUntagged, type] = [known(runner, "runUntagged"), known(runner, "runnerType")];
    if (takesUntagged === false) return;
    if (takesUntagged === cannotTell || type === cannotTell) {
      advise(args, `'${args.name}': can't tell whether it takes jobs without tags: a value is not known yet.`);
      return;
    }
    const message = `'${args.name}' has runUntagged: true, so it takes any job without tags. Set runUntagged: false and a tagList.`;
    if (type === "project_type") refuse(args, message);
    else advise(args, message);
  }),
};
