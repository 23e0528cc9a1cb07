import { liveTokens } from "./live-secrets";
import type { Scenario } from "./scenario";

/** What a state makes that no other state may touch: a token and a runner. Their values were never used. */
export function tokenAndRunner({ billing }: Scenario, suffix: string, options = "{}"): string {
  return `
    new gitlab.RotatingProjectToken("nightly${suffix}", { project: ${billing.id}, name: "read", scopes: ["read_api"], accessLevel: "reporter",
      rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } }, ${options.replaceAll("NAME", "nightly")});
    new gitlab.UserRunner("machine${suffix}", { runnerType: "project_type", project: ${billing.id} }, ${options.replaceAll("NAME", "machine")});`;
}

/** Everything of that kind that is good in GitLab, like "token 7", in the order of its making. */
export async function liveSecrets({ world, billing }: Scenario): Promise<string[]> {
  const tokens = await liveTokens(world.api, `/projects/${billing.id}`);
  const runners = await world.api.ids("/runners/all");
  const texts = (kind: string, ids: readonly number[]) => [...ids].sort((a, b) => a - b).map((id) => `${kind} ${id}`);
  return [
    ...texts(
      "token",
      tokens.map(({ id }) => id),
    ),
    ...texts("runner", runners),
  ];
}

/** What a run has named as left by an interrupted run or another stack's, each once. */
export function namedLeftovers(output: string): string[] {
  const lines = output.matchAll(
    /Left by an interrupted run, or another stack's: (?:access )?(token|runner) (.*?) in /g,
  );
  const each = [...lines].flatMap(([, kind, list = ""]) =>
    [...list.matchAll(/(\d+) \("/g)].map(([, id]) => `${kind} ${id}`),
  );
  return [...new Set(each)];
}
