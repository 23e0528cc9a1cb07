import * as gitlab from "pulumi-gitlab-ci-access";
import { callers } from "./callers";

/** What a caller's jobs may do there, beside cloning. */
const permissions = ["read_packages"];

for (const [project, allowed] of Object.entries(callers)) {
  const entries = allowed.map(
    (caller) =>
      new gitlab.ScopeAllowlistEntry(`${caller} opens ${project}`, { project, targetProject: caller, permissions }),
  );
  new gitlab.JobTokenScope(project, { project }, { dependsOn: entries });
}
