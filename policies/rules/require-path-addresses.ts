import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { canonical, isNumericId } from "../address";
import { ruleConfig, schemaOf } from "../config";
import { addressKeysOf } from "../declarations";
import { judge } from "../judge";
import { cannotTell, known } from "../known";

/**
 * Projects and groups are declared by their path, not by their numeric id.
 *
 * **Why**: 4711 tells a reviewer nothing, and rules on namespaces can't judge it: an entry for a stranger's project passes as an entry for
 * any other.
 *
 * **How to fix**: write the full path. In GitLab nothing changes, and the resource is not replaced.
 *
 * An address that is not known yet is not refused.
 *
 * @example Allowed
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: 4711 });
 * ```
 */
const config = ruleConfig({});

export type RequirePathAddressesConfig = z.input<typeof config>;

export const requirePathAddresses: ResourceValidationPolicy = {
  name: "require-path-addresses",
  description: "Projects and groups are declared by a path that a reviewer can read.",
  severity: "low",
  remediationSteps: "Replace the numeric id by the full path of the project or group.",
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { refuse } = judge(config, args, report);
    for (const key of addressKeysOf(args)) {
      const address = known(args.props, key);
      if (address === cannotTell || !isNumericId(canonical(address))) continue;
      refuse(args, `'${args.name}' has the id ${canonical(address)} as ${key}. Write the full path.`);
    }
  },
};
