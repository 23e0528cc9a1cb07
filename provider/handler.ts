import { groupAllowlistEntry, scopeAllowlistEntry } from "./lifecycles/allowlist-entry";
import { jobTokenAllowlist } from "./lifecycles/job-token-allowlist";
import { jobTokenScope } from "./lifecycles/job-token-scope";
import { rotatingGroupToken, rotatingProjectToken } from "./lifecycles/rotating-token";
import { userRunner } from "./lifecycles/user-runner";
import { groupVariable, projectVariable } from "./lifecycles/variable";
import { engineAt } from "./runtime/engine";
import { type Hooks, hooksOf } from "./runtime/hooks";
import { meetingPlace, Noticeboard } from "./runtime/noticeboard";
import { Session } from "./runtime/session";

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
