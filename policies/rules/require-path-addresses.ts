import type { z } from "zod";
import { isNumericId } from "../../provider/domain/address";
import { typeNameOf } from "../../provider/domain/kinds";
import { ruleConfig } from "../config/rule-config";
import { addressesIn } from "../reading/access";
import { someOf } from "../reading/words";
import { resourceRule } from "../rule";

const config = ruleConfig({});

export type RequirePathAddressesConfig = z.input<typeof config>;

/**
 * Projects and groups are declared by their path, not by their numeric id.
 *
 * **Why**: a reviewer can't tell what 4711 is, and rules about namespaces can't judge it: an entry for a stranger's project passes like
 * any other.
 *
 * **How to fix**: write the full path. Nothing changes in GitLab, and the resource is not replaced.
 *
 * An address that is not known yet is not refused. Resources of pulumi-gitlab are not judged, because they accept ids only.
 *
 * @example Allowed
 * ```ts
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example Refused
 * ```ts
 * new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: 4711 });
 * ```
 */
export const requirePathAddresses = resourceRule({
  name: "require-path-addresses",
  description: "Projects and groups are declared by a path that a reviewer can read.",
  severity: "low",
  tags: ["job-token"],
  remediationSteps: "Replace the numeric id by the full path of the project or group.",
  enforcementLevel: "advisory",
  config,
  validate(resource, { refuse }) {
    if (typeNameOf(resource.type) === undefined) return;
    const written = addressesIn(resource);
    for (const input of new Set(written.map((one) => one.input))) {
      const ids = written.flatMap((one) =>
        one.input === input && typeof one.written === "string" && isNumericId(one.written) ? [one.written] : [],
      );
      if (ids.length > 0)
        refuse(resource, `'${resource.name}' writes ${input} by id: ${someOf(ids)}. Write the full path.`);
    }
  },
});
