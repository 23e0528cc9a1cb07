import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { z } from "zod";
import { isNumericId } from "../../provider/domain/address";
import { judge } from "../config/judge";
import { ruleConfig, schemaOf } from "../config/rule-config";
import { cannotTell } from "../reading/known";
import { someOf } from "../reading/some-of";
import { projectIn, targetsIn } from "../reading/written";

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
  tags: ["job-token"],
  enforcementLevel: "advisory",
  configSchema: schemaOf(config),
  validateResource(args, report) {
    const { refuse } = judge(config, args, report);
    const written = [projectIn(args) ?? [], targetsIn(args)].flat();
    for (const input of new Set(written.map((one) => one.input))) {
      const ids = written
        .filter((one) => one.input === input)
        .flatMap(({ address }) => (address !== cannotTell && isNumericId(address) ? [address] : []));
      if (ids.length > 0) refuse(args, `'${args.name}' writes ${input} by id: ${someOf(ids)}. Write the full path.`);
    }
  },
};
