import * as gitlab from "pulumi-gitlab-ci-access";
import { callers } from "./callers";

for (const [project, allowed] of Object.entries(callers)) {
  const entries = allowed.map(
    (caller) => new gitlab.ScopeAllowlistEntry(`${caller} opens ${project}`, { project, targetProject: caller }),
  );
  new gitlab.JobTokenScope(project, { project }, { dependsOn: entries });
}
