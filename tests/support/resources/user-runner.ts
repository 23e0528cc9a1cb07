import type { World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { type ResourceFixture, renamed } from "./fixture";
import { isMarked } from "./rotating-token";
import { methods, type Row } from "./row";

interface ListedRunner {
  readonly id: number;
  readonly paused: boolean;
  readonly tag_list: string[];
  readonly description: string | null;
  readonly maintenance_note: string | null;
}

export const userRunnerRows: readonly Row[] = [
  {
    type: "UserRunner",
    refusedLater: "in its own words",
    variants: {
      "of a project": (world) => runnerOf(world, "project", { description: "builds", tagList: ["b", "a", "b"] }),
      "of a project, with all that can be set": (world) =>
        runnerOf(world, "project", {
          ...{ description: "builds", tagList: ["docker"], runUntagged: false, paused: true, locked: true },
          ...{ accessLevel: "ref_protected", maximumTimeout: 3_600, maintenanceNote: "rack 7", rotateBeforeDays: 3 },
        }),
    },
    struck: (step) => ({ path: /\/runners/, method: methods[step] }),
  },
  {
    type: "UserRunner",
    refusedLater: "in its own words",
    variants: { "of a group": (world) => runnerOf(world, "group", {}) },
    refusals: { "the role is too low": { status: 403, says: /Owner.*Manage → Members/ } },
    struck: (step) => ({ path: /\/runners/, method: methods[step] }),
  },
];

async function runnerOf(world: World, kind: "group" | "project", more: Properties): Promise<ResourceFixture> {
  const place = kind === "project" ? await world.project("billing") : await world.subgroup("platform");
  const all = async () => {
    const listed = await world.api.get<{ id: number }[]>(`/${kind}s/${place.id}/runners?type=${kind}_type`);
    return Promise.all(listed.map(({ id }) => world.api.get<ListedRunner>(`/runners/${id}`)));
  };
  const ours = async () => (await all()).filter((runner) => isMarked(runner.maintenance_note));
  const order = { runner_type: `${kind}_type`, [`${kind}_id`]: place.id, description: more.description };
  const someone = async () => (await world.api.post<{ id: number }>("/user/runners", order)).id;
  const others = [await someone()];
  const areThere = async () => {
    const left = (await all()).map(({ id }) => id);
    return others.every((id) => left.includes(id));
  };
  const isAsDeclared = (runner: ListedRunner) =>
    runner.paused === (more.paused ?? false) && (runner.description ?? undefined) === more.description;
  const args = { runnerType: `${kind}_type`, [kind]: place.path, ...more };
  return {
    args,
    vanish: () => (kind === "project" ? world.deleteForGood(place) : world.deleteGroupForGood(place)),
    async holds() {
      const found = await ours();
      return found.length === 1 && found.every(isAsDeclared) && (await areThere());
    },
    isCleared: async () => (await ours()).length === 0 && (await areThere()),
    async disturb() {
      for (const { id, paused } of await ours())
        await world.api.put(`/runners/${id}`, { paused: !paused, description: "changed by hand", tag_list: ["x"] });
    },
    async makeByHand() {
      others.push(await someone());
    },
    async renameInGitLab() {
      return { ...args, [kind]: await renamed(world, place, kind) };
    },
  };
}
