import type { World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { type ResourceFixture, renamed } from "./fixture";
import { methods, type Row } from "./row";

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
/** Nobody can compare a hidden value, so such a variable is taken over only where the program says so. */
const HIDDEN = { masked: true, hidden: true, replaceExisting: true };

export const variableRows: readonly Row[] = [
  {
    type: "ProjectVariable",
    variants: {
      "for every environment": (world) => variableOf(world, "project", {}),
      "for one environment, hidden": (world) =>
        variableOf(world, "project", { environmentScope: "production", protected: true, ...HIDDEN }),
      "a raw file": (world) => variableOf(world, "project", { raw: true, variableType: "file" }),
    },
    sole: true,
    struck: (step) => ({ path: /\/variables/, method: methods[step] }),
  },
  {
    type: "GroupVariable",
    variants: {
      "for every environment": (world) => variableOf(world, "group", {}),
      "for one environment, hidden": (world) =>
        variableOf(world, "group", { environmentScope: "production", protected: true, ...HIDDEN }),
    },
    refusals: { "the role is too low": { status: 403, says: /Owner.*Manage → Members/ } },
    sole: true,
    struck: (step) => ({ path: /\/variables/, method: methods[step] }),
  },
];

async function variableOf(world: World, kind: "group" | "project", more: Properties): Promise<ResourceFixture> {
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
  const { raw, variableType: variable_type, protected: isProtected } = more;
  const equal = { key: KEY, value: VALUE, environment_scope: scope, raw, variable_type, protected: isProtected };
  return {
    args,
    vanish: () => (kind === "project" ? world.deleteForGood(place) : world.deleteGroupForGood(place)),
    async holds() {
      const [variable] = await found();
      return variable !== undefined && isAsDeclared(variable);
    },
    isCleared: async () => (await found()).length === 0 && (await world.api.get<ListedVariable[]>(all)).length === 1,
    disturb: () => world.api.put(one, { value: "changed-by-hand", protected: !more.protected }),
    makeByHand: () => world.api.post(all, equal),
    async renameInGitLab() {
      return { ...args, [kind]: await renamed(world, place, kind) };
    },
  };
}
