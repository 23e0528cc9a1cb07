import type { z } from "zod";
import { typeNameOf } from "../../provider/domain/kinds";
import { providerText } from "../../provider/domain/provider-text";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { plain } from "../reading/known";
import type { Subject } from "../reading/resource";
import { resourceRule } from "../rule";

/** What Pulumi calls a resource whose provider is code of the program. */
const DYNAMIC = /^pulumi-nodejs:dynamic[/:]/;

const config = ruleConfig({});

export type ForbidUnjudgedResourcesConfig = z.input<typeof config>;

/**
 * A dynamic resource is one of this package's, and runs this package's code.
 *
 * **Why**: the rules judge the types that they know. A class of the program's own can open a project with the same credential, and
 * neither policies nor report can say anything about it.
 *
 * **How to fix**: declare access by the classes of this package. If a dynamic resource has nothing to do with GitLab, waive it by its
 * name.
 *
 * A resource is not refused while its provider is not known yet, because the preview shows nothing of it.
 *
 * @example Allowed
 * ```ts
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" });
 * ```
 *
 * @example Refused
 * ```ts
 * class Opener extends pulumi.CustomResource {}
 * const create = "exports.handler = () => ({ create: async () => ({ id: '1' }) })";
 * new Opener("pulumi-nodejs:dynamic:Resource", "opens-billing", { __provider: create });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export const forbidUnjudgedResources = resourceRule({
  name: "forbid-unjudged-resources",
  description: "What a program does to access is done by resources that the rules can judge.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps: "Declare access by the classes of this package, or waive the resource by its name.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { refuse }) {
    const { __provider: code } = plain(resource.props);
    if (!DYNAMIC.test(resource.type) || code === undefined || isOurs(resource, code)) return;
    refuse(
      resource,
      `'${resource.name}' runs code of its own, which no rule of this pack can judge. Declare access by this package's classes.`,
    );
  },
});

/** Returns whether its provider is this package's, to the letter. */
function isOurs({ type }: Subject, code: unknown): boolean {
  const name = typeNameOf(type);
  return name !== undefined && code === providerText(name);
}
