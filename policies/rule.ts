import type {
  Policy,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Configured, isWaived, judge, type Verdict } from "./config/judge";
import { type RuleConfig, schemaOf } from "./config/rule-config";
import { sayStale } from "./config/stale";
import type { Subject } from "./reading/resource";

/** Where the rules' pages are read by people who have no copy of the package. `package.json` says it too. */
const HOMEPAGE = "https://gitlab.example/platform/pulumi-gitlab-ci-access";

/** The fields of a rule. Its page is made of them and of its doc comment. */
interface RuleText<Config extends RuleConfig> extends Configured<Config> {
  readonly description: string;
  readonly severity: NonNullable<Policy["severity"]>;
  /** The risk of OWASP's list that the rule reduces. */
  readonly framework?: NonNullable<Policy["framework"]>;
  readonly tags: string[];
  readonly remediationSteps: string;
  readonly enforcementLevel: "advisory" | "disabled" | "mandatory";
}

interface ResourceRule<Config extends RuleConfig> extends RuleText<Config> {
  readonly validate: (resource: Subject, verdict: Verdict<Config>) => void;
  /** Judges what only the whole stack shows: the outputs in the state. Runs at the end of a preview or an update. */
  readonly validateAll?: (resources: readonly PolicyResource[], verdict: Verdict<Config>) => void;
}

interface StackRule<Config extends RuleConfig> extends RuleText<Config> {
  readonly validate: (resources: readonly PolicyResource[], verdict: Verdict<Config>) => void;
  /** Changes the inputs that the rule would refuse, at the level `remediate`. Returns the inputs; undefined if nothing has to change. */
  readonly remediate?: (resource: ResourceValidationArgs) => ResourceValidationArgs["props"] | undefined;
}

type Remediation = Pick<ResourceValidationPolicy, "remediateResource">;

/** A rule that judges each resource by itself, before the step that changes it. */
export function resourceRule<Config extends RuleConfig>({
  validate,
  validateAll,
  ...rule
}: ResourceRule<Config>): ResourceValidationPolicy & StackValidationPolicy {
  return {
    ...policyOf(rule),
    validateResource: (args, report) => validate(args, judge(rule, args, report)),
    validateStack: ({ resources, ...source }, report) => {
      validateAll?.(inOrder(resources), judge(rule, source, report));
      sayStale(rule, { resources, ...source }, report);
    },
  };
}

/** A rule that judges all resources of a stack together, at the end of a preview or an update. */
export function stackRule<Config extends RuleConfig>({
  validate,
  remediate,
  ...rule
}: StackRule<Config>): StackValidationPolicy & Remediation {
  return {
    ...policyOf(rule),
    ...(remediate !== undefined && {
      remediateResource: (args) => (isWaived(rule.config, args, args) ? undefined : remediate(args)),
    }),
    validateStack: ({ resources, ...source }, report) => {
      validate(inOrder(resources), judge(rule, source, report));
      sayStale(rule, { resources, ...source }, report);
    },
  };
}

/** `config` is for `policies check`, which needs the schema. Pulumi ignores it. */
function policyOf<Config extends RuleConfig>({ config, ...text }: RuleText<Config>): Policy {
  return {
    ...text,
    ...{ config },
    url: `${HOMEPAGE}/-/blob/main/docs/rules/${text.name}.md`,
    configSchema: schemaOf(config),
  };
}

/** The engine lists resources in the order in which they finished. A rule must name the same resource in every run, so that waivers fit. */
function inOrder(resources: readonly PolicyResource[]): PolicyResource[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
