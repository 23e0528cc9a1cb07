import type { z } from "zod";
import { UNKNOWN } from "../../provider/domain/identity";
import { ruleConfig } from "../config/rule-config";
import { owasp } from "../owasp";
import { type InputsOf, inputsOf } from "../reading/resource";
import { stackRule } from "../rule";
import { TokenHolders } from "../stack/token-holders";

const SETTINGS = ["protected", "masked"] as const;

const config = ruleConfig({});

export type RequireProtectedMaskedVariableConfig = z.input<typeof config>;

/**
 * A variable that holds a token is protected and masked.
 *
 * **Why**: a variable that isn't protected is available to the pipeline of every branch: anybody who may push a branch can print the
 * token or send it away. A variable that isn't masked is printed by the first job that shows its environment, for everybody who may read
 * the project.
 *
 * **How to fix**: set `protected: true` and `masked: true`, and protect the branches and tags whose pipelines need the token.
 *
 * A variable holds a token if its value comes from a rotating token or a runner of the stack, contains such a token, or contains
 * something with one of GitLab's prefixes. Outputs that are no secret, such as the token's id, don't count; in a first preview, before
 * there are values, everything from such a resource counts. What can't be told gets an advisory line. The rule judges at the end of a
 * preview; `pulumi up --skip-preview` changes first and judges afterwards. No message contains a value.
 *
 * @example Allowed
 * ```ts
 * const token = new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * new gitlab.ProjectVariable("nightly-variable", {
 *   project: "acme/deploy",
 *   key: "NIGHTLY_TOKEN",
 *   value: token.token,
 *   protected: true,
 *   masked: true,
 * });
 * ```
 *
 * @example Refused
 * ```ts
 * const token = new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * new gitlab.ProjectVariable("nightly-variable", {
 *   project: "acme/deploy",
 *   key: "NIGHTLY_TOKEN",
 *   value: token.token,
 *   masked: true,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/variables/
 */
export const requireProtectedMaskedVariable = stackRule({
  name: "require-protected-masked-variable",
  description: "A token in a variable reaches protected branches only, and no log.",
  severity: "critical",
  framework: owasp("CICD-SEC-6"),
  tags: ["variable"],
  remediationSteps:
    "Set protected and masked to true, and protect the branches and tags whose pipelines need the token.",
  enforcementLevel: "mandatory",
  config,
  validate(resources, { refuse, advise }) {
    const holders = new TokenHolders(resources);
    for (const resource of resources) {
      const variable = inputsOf(resource, "ProjectVariable", "GroupVariable");
      if (variable === undefined) continue;
      const held = holders.heldBy(resource, "value");
      const { lacking, unknown } = settingsOf(variable);
      if (held === undefined || (lacking.length === 0 && unknown.length === 0)) continue;
      if (held === UNKNOWN || lacking.length === 0) {
        const what = held === UNKNOWN ? "holds a token" : `is ${unknown.join(" and ")}`;
        advise(resource, `'${resource.name}': can't tell whether it ${what}: a value is not known yet.`);
        continue;
      }
      const fix = lacking.map((setting) => `${setting}: true`).join(" and ");
      refuse(resource, `'${resource.name}' holds ${held} and is not ${lacking.join(" and not ")}. Set ${fix}.`);
    }
  },
});

/** Check gives both a default, so where one is missing nothing is known: the engine shows no inputs of a provider that is not known yet. */
function settingsOf(variable: InputsOf<"GroupVariable" | "ProjectVariable">) {
  const found = SETTINGS.map((setting) => ({ setting, value: variable[setting] }));
  const named = (those: typeof found) => those.map(({ setting }) => setting);
  return {
    lacking: named(found.filter(({ value }) => value === false)),
    unknown: named(found.filter(({ value }) => typeof value !== "boolean")),
  };
}
