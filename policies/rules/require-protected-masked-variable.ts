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
 * **Why**: a variable that isn't protected is there in the pipeline of every branch: who may push one prints the token, or sends it away. One
 * that isn't masked stands in the log of the first job that shows its environment, for all who may read the project.
 *
 * **How to fix**: set `protected: true` and `masked: true`, and protect the branches and tags whose pipelines need the token.
 *
 * A variable holds a token when its value comes from a rotating token or a runner of the stack (all but what may be read, like the token's
 * id; in a first preview, before there is a value, what comes from one counts), when the value contains such a token, or something with
 * a prefix of GitLab's. What can't be told is said in an advisory line. It is judged at the end of preview; `pulumi up --skip-preview`
 * changes first and judges then. No message contains a value.
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
