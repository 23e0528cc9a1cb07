import type { Named } from "../../support/gitlab/world";
import type { Declaration } from "../../support/pulumi/stack";

/** A switch, an entry, a variable and a runner in billing. */
export function declaredIn({ billing, deploy }: Readonly<Record<"billing" | "deploy", Named>>) {
  return {
    scope: { type: "JobTokenScope", args: { project: billing.path } },
    entry: { type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: deploy.path } },
    variable: { type: "ProjectVariable", args: { project: billing.path, key: "K", value: "secret-value-1" } },
    runner: { type: "UserRunner", args: { runnerType: "project_type", project: billing.path } },
  } satisfies Record<string, Declaration>;
}
