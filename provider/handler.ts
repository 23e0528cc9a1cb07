import { isTypeName, type TypeName } from "./domain/kinds";
import { meetingPlace } from "./engine/declared/meeting-place";
import { Noticeboard } from "./engine/declared/noticeboard";
import { engineAt } from "./engine/engine";
import type { Hooks } from "./engine/hooks";
import { Session } from "./engine/session";
import { hooksByType } from "./hooks-by-type";

/**
 * The subpath `./runtime`, which every state names: `exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('<Type>')`.
 * Name, subpath and signature are a contract with all states ever written.
 */
export function provider(type: string): Hooks {
  if (isTypeName(type)) return hooksOfProcess()[type];
  throw new Error(
    `pulumi-gitlab-ci-access has no resource "${type}": it may come from a newer version of the package. Update it.`,
  );
}

let perProcess: Readonly<Record<TypeName, Hooks>> | undefined;

/** One session per process, whatever the number of types. */
function hooksOfProcess(): Readonly<Record<TypeName, Hooks>> {
  if (perProcess !== undefined) return perProcess;
  const engineAddress = process.argv.at(-1);
  const engine = engineAt(engineAddress);
  const noticeboard = new Noticeboard(meetingPlace(engineAddress, process.env), (text) => engine.log("warning", text));
  process.once("exit", () => noticeboard.takeDown());
  process.once("SIGINT", () => process.exit(0)); // How the engine ends its providers: at once, but past the line above.
  perProcess = hooksByType(new Session(process.env, engine, noticeboard));
  return perProcess;
}
