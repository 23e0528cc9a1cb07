import type { z } from "zod";
import { typeNameOf } from "../../provider/domain/kinds";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { resourceRule } from "../rule";

/** What Pulumi calls a resource whose provider is code of the program. */
const DYNAMIC = /^pulumi-nodejs:dynamic[/:]/;

const config = ruleConfig({});

export type ForbidUnjudgedResourcesConfig = z.input<typeof config>;

/**
 * A dynamic resource is one of this package's.
 *
 * **Why**: the rules judge the types that they know. A class of the program's own can open a project with the same credential, and
 * neither policies nor report can say anything about it.
 *
 * **How to fix**: declare access by the classes of this package. If a dynamic resource has nothing to do with GitLab, waive it by its
 * name.
 *
 * The rule goes by the type. The engine doesn't show policies the code of a provider, so a class that borrows a type of this package is not
 * found here; `gitlab-ci-access report` compares the code and names it.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
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
  description: "A program changes access only by resources that the rules can judge.",
  severity: "medium",
  framework: owasp("CICD-SEC-5"),
  tags: ["job-token"],
  remediationSteps: "Declare access by the classes of this package, or waive the resource by its name.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { refuse }) {
    if (!DYNAMIC.test(resource.type) || typeNameOf(resource.type) !== undefined) return;
    refuse(
      resource,
      `'${resource.name}' runs code of its own, which no rule of this pack can judge. Declare access by this package's classes.`,
    );
  },
});
