import type { TypeName } from "./domain/kinds";
import { type Hooks, hooksOf } from "./engine/hooks";
import type { Session } from "./engine/session";
import { groupAllowlistEntry, scopeAllowlistEntry } from "./resources/allowlist-entry/lifecycle";
import { jobTokenAllowlist } from "./resources/job-token-allowlist/lifecycle";
import { jobTokenScope } from "./resources/job-token-scope/lifecycle";
import { rotatingGroupToken, rotatingProjectToken } from "./resources/rotating-token/lifecycle";
import { userRunner } from "./resources/user-runner/lifecycle";
import { groupVariable, projectVariable } from "./resources/variable/lifecycle";

/** All resources over one session: the types share connections, look-ups and what the run has declared. */
export function hooksByType(session: Session): Readonly<Record<TypeName, Hooks>> {
  return {
    JobTokenScope: hooksOf(jobTokenScope, session),
    ScopeAllowlistEntry: hooksOf(scopeAllowlistEntry, session),
    GroupAllowlistEntry: hooksOf(groupAllowlistEntry, session),
    ProjectVariable: hooksOf(projectVariable, session),
    GroupVariable: hooksOf(groupVariable, session),
    UserRunner: hooksOf(userRunner, session),
    RotatingProjectToken: hooksOf(rotatingProjectToken, session),
    RotatingGroupToken: hooksOf(rotatingGroupToken, session),
    JobTokenAllowlist: hooksOf(jobTokenAllowlist, session),
  };
}
