import { z } from "zod";
import type { Call } from "../../../../../provider/http/client";
import { path } from "../../../../../provider/http/path";
import { type Reply, ScriptedGitLab } from "../scripted-gitlab";

const purpose = { action: "do it", needs: "a role" };
export const shape = z.object({ id: z.number() });
export const call = (method: Call["method"], more: Partial<Call> = {}): Call => ({
  method,
  path: path`/things/${1}`,
  purpose,
  ...more,
});

/** The log of one call against the script, and how it ended. */
export async function run(script: Reply[], given: Call, options: Parameters<ScriptedGitLab["client"]>[0] = {}) {
  const gitlab = new ScriptedGitLab(script);
  const failure: unknown = await gitlab
    .client(options)
    .sendOnly(given)
    .then(
      () => undefined,
      (error) => error,
    );
  return { gitlab, log: gitlab.log, failure };
}
