import {
  type PolicyProviderResource,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";

import { pageOf, violationIn } from "../../../provider/domain/violation-text";
import type { Declared, Provider } from "./declared";

/** What a policy said, in the order in which it said it. */
export interface Finding {
  readonly level: string;
  readonly about: string | undefined;
  readonly message: string;
}

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** Runs a policy the way Pulumi's server does: resource by resource, and then the whole stack at once. */
export async function run(
  policy: Policy,
  stack: readonly Declared[],
  config: object = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const resources = policyResources(stack);
  const common = commonArgs(config);
  const validations = "validateResource" in policy ? [policy.validateResource ?? []].flat() : [];
  for (const resource of resources) {
    for (const validate of validations) {
      try {
        await validate({ ...resource, ...common }, reporter(policy, findings));
      } catch (error) {
        if (!(error instanceof NotApplicable)) throw error;
      }
    }
  }
  if ("validateStack" in policy) await policy.validateStack({ ...common, resources }, reporter(policy, findings));
  return findings;
}

/** What a rule's remediation leaves of a resource's inputs; nothing where it has nothing to do. */
export async function remediated(
  { remediateResource }: Pick<ResourceValidationPolicy, "remediateResource">,
  resource: Declared,
  config: object = {},
): Promise<object | undefined> {
  if (remediateResource === undefined) throw new Error("The rule has no remediation.");
  return (await remediateResource({ ...policyResource(resource), ...commonArgs(config) })) ?? undefined;
}

function commonArgs(config: object) {
  // Pulumi's type is generic in what the caller hopes to get.
  const getConfig = <T extends object>() => config as T;
  const notApplicable = (): never => {
    throw new NotApplicable();
  };
  // Pulumi's two types of resources differ in `asType` alone, which no rule calls.
  return { stackTags: new Map<string, string>(), getConfig, notApplicable, asType: () => undefined };
}

class NotApplicable extends Error {}

function policyResources(stack: readonly Declared[]): PolicyResource[] {
  const byDeclared = new Map(stack.map((one) => [one, policyResource(one)]));
  const found = (those: readonly Declared[] = []) => those.flatMap((one) => byDeclared.get(one) ?? []);
  for (const [{ dependsOn, from = {} }, resource] of byDeclared) {
    resource.dependencies = [...found(dependsOn), ...Object.values(from).flatMap(found)];
    for (const [input, sources] of Object.entries(from)) resource.propertyDependencies[input] = found(sources);
  }
  return [...byDeclared.values()];
}

function policyResource({ type, name, props, provider }: Declared): PolicyResource {
  const guarded = unknownCheckingProxy(props);
  const isType = (resourceClass: object) => "__pulumiType" in resourceClass && resourceClass.__pulumiType === type;
  return {
    type,
    name,
    urn: `urn:${name}`,
    props: guarded,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    ...(provider && { provider: policyProvider(provider) }),
    dependencies: [],
    propertyDependencies: {},
    isType,
    asType: (resourceClass) => (isType(resourceClass) ? guarded : undefined),
  };
}

function policyProvider({ name, baseUrl }: Provider): PolicyProviderResource {
  const props = { "gitlab:explicitProvider": "true", "gitlab:baseUrl": baseUrl };
  return { type: "pulumi:providers:pulumi-nodejs", name, urn: `urn:${name}`, props: unknownCheckingProxy(props) };
}

/** Takes an object too, as Pulumi's server does although its types don't say so yet. */
function reporter({ name }: Policy, findings: Finding[]): ReportViolation {
  return (violation: unknown, urn?: string) => {
    if (typeof violation === "string") {
      const { message, page } = violationIn(violation);
      // Whatever is tested of a rule: each of its refusals names the rule's page.
      if (page !== pageOf(name)) throw new Error(`A refusal of ${name} does not name its page: ${violation}`);
      findings.push({ level: "the rule's", about: urn?.replace("urn:", ""), message });
      return;
    }
    const {
      message,
      urn: at,
      enforcementLevel,
    } = violation as { message: string; urn?: string; enforcementLevel: string };
    findings.push({ level: enforcementLevel, about: at?.replace("urn:", ""), message });
  };
}
