import type { Policies } from "@pulumi/policy";
import { ruleConfig, schemaOf } from "./rule-config";

const level = { $ref: "#/definitions/level" };

/** The JSON schema of a file for `--policy-pack-config`, made of the rules' schemas. Editors complete and check by it. */
export function configFileSchema(policies: Policies): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the policy pack of pulumi-gitlab-ci-access",
    type: "object",
    properties: {
      all: { description: "The level of every rule that has none of its own here.", allOf: [level] },
      environments: {
        type: "array",
        items: { type: "string" },
        description: "Pulumi's own: names of ESC environments.",
      },
      ...Object.fromEntries(policies.map((policy) => [policy.name, ruleSchema(policy)])),
    },
    // Pulumi ignores a misspelt rule.
    additionalProperties: false,
    definitions: {
      level: {
        enum: ["advisory", "mandatory", "remediate", "disabled"],
        description:
          "advisory prints, mandatory stops, remediate mends where the rule can (else it is mandatory), disabled is silent.",
      },
      except: schemaOf(ruleConfig({})).properties.except,
    },
  };
}

function ruleSchema({ description, enforcementLevel, configSchema }: Policies[number]): object {
  const properties = { ...configSchema?.properties, except: { $ref: "#/definitions/except" } };
  return {
    description,
    default: enforcementLevel,
    anyOf: [
      level,
      { type: "object", properties: { enforcementLevel: level, ...properties }, additionalProperties: false },
    ],
  };
}
