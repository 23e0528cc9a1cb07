import type { World } from "../gitlab/world";
import type { Properties } from "../process/provider-process";
import { renamed, type Situation } from "./fixture";

interface ListedVariable {
  readonly value: string | null;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly raw: boolean;
  readonly protected: boolean;
  readonly variable_type: string;
  readonly environment_scope: string;
}

const KEY = "BILLING_TOKEN";
const VALUE = "a-value-of-the-program";

export async function variableOf(world: World, kind: "group" | "project", more: Properties): Promise<Situation> {
  const place = kind === "project" ? await world.project("billing") : await world.subgroup("platform");
  const all = `/${kind}s/${place.id}/variables`;
  const scope = String(more.environmentScope ?? "*");
  const one = `${all}/${KEY}?filter[environment_scope]=${encodeURIComponent(scope)}`;
  await world.api.post(all, { key: KEY, value: "someone else's", environment_scope: "elsewhere" });
  const found = async () => (await world.api.get<ListedVariable[]>(all)).filter((it) => it.environment_scope === scope);
  const isAsDeclared = (it: ListedVariable) =>
    it.value === (more.hidden ? null : VALUE) &&
    it.hidden === (more.hidden ?? false) &&
    it.masked === (more.masked ?? false) &&
    it.raw === (more.raw ?? false) &&
    it.protected === (more.protected ?? false) &&
    it.variable_type === (more.variableType ?? "env_var");
  const args = { [kind]: place.path, key: KEY, value: VALUE, ...more };
  return {
    args,
    vanish: () => (kind === "project" ? world.deleteForGood(place) : world.deleteGroupForGood(place)),
    async holds() {
      const [variable] = await found();
      return variable !== undefined && isAsDeclared(variable);
    },
    isCleared: async () => (await found()).length === 0 && (await world.api.get<ListedVariable[]>(all)).length === 1,
    disturb: () => world.api.put(one, { value: "changed-by-hand", protected: !more.protected }),
    makeByHand: () => world.api.post(all, { key: KEY, value: "made-by-hand", environment_scope: scope }),
    async renameInGitLab() {
      return { ...args, [kind]: await renamed(world, place, kind) };
    },
  };
}
