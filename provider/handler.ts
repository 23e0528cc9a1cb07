import { meetingPlace, Noticeboard } from "./engine/declared/noticeboard";
import { engineAt } from "./engine/engine";
import { type Hooks, hooksOf } from "./engine/hooks";
import { Session } from "./engine/session";
import { groupAllowlistEntry, scopeAllowlistEntry } from "./resources/allowlist-entry/lifecycle";
import { jobTokenAllowlist } from "./resources/job-token-allowlist/lifecycle";
import { jobTokenScope } from "./resources/job-token-scope/lifecycle";
import { rotatingGroupToken, rotatingProjectToken } from "./resources/rotating-token/lifecycle";
import { userRunner } from "./resources/user-runner/lifecycle";
import { groupVariable, projectVariable } from "./resources/variable/lifecycle";

/**
 * The subpath `./runtime`, which every state names: `exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('<Type>')`.
 * Name, subpath and signature are a contract with all states ever written.
 */
export function provider(type: string): Hooks {
  const hooks = hooksByType()[type];
  if (hooks === undefined)
    throw new Error(
      `pulumi-gitlab-ci-access has no resource "${type}": it may come from a newer version of the package. Update it.`,
    );
  return hooks;
}

let perProcess: Readonly<Record<string, Hooks>> | undefined;

/** One session per process, whatever the number of types: the types share connections, look-ups and what the run has declared. */
function hooksByType(): Readonly<Record<string, Hooks>> {
  if (perProcess !== undefined) return perProcess;
  const engineAddress = process.argv.at(-1);
  const noticeboard = new Noticeboard(meetingPlace(engineAddress));
  process.once("exit", () => noticeboard.takeDown());
  process.once("SIGINT", () => process.exit(0)); // How the engine ends its providers: at once, but past the line above.
  const session = new Session(process.env, engineAt(engineAddress), noticeboard);
  perProcess = {
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
  return perProcess;
}
