import { type Simulator, startSimulator } from "../../../../simulator";
import { type Named, World } from "../../../support/gitlab/world";

/** Something that a list can hold, and what a program may call it. */
export interface Target {
  readonly kind: "group" | "project";
  readonly id: number;
  readonly path: string;
  readonly addresses: readonly [number | string, ...(number | string)[]];
  readonly exists: boolean;
  /** Exists, and the token's user sees it. */
  readonly reachable: boolean;
}

/** A GitLab with a tree of groups and projects, some of them out of sight, moved, or not there at all. */
export interface ListWorld {
  readonly simulator: Simulator;
  readonly world: World;
  readonly targets: readonly Target[];
  /** What nobody ever declares: somebody may add it by hand. */
  readonly strangers: readonly Target[];
  /** A project that is on no list. */
  readonly outsider: Named;
  readonly maintainer: string;
  readonly developer: string;
  /** A project of its own for each run. */
  billing(): Promise<Named>;
}

export async function startListWorld(): Promise<ListWorld> {
  const simulator = await startSimulator({ enforceJobTokenScope: false });
  const world = await World.create(simulator.url, simulator.token);
  const elsewhere = await World.create(simulator.url, simulator.token);
  const platform = await world.subgroup("platform");
  const inner = await world.api.post<{ id: number }>("/groups", {
    name: "inner",
    path: "inner",
    parent_id: platform.id,
  });
  const nested = { id: inner.id, path: `${platform.path}/inner` };
  const apps = await world.subgroup("apps");
  const nobody = { id: 999_999, path: `${world.group.path}/nobody` };
  const moved = await world.project("moved", apps);
  await world.api.put(`/projects/${moved.id}/transfer`, { namespace: platform.id });
  const now = `${platform.path}/moved`;
  let count = 0;
  return {
    simulator,
    world,
    targets: [
      target("group", platform),
      target("group", nested),
      target("group", apps),
      target("project", await world.project("deploy", platform)),
      target("project", await world.project("build", nested)),
      target("project", await world.project("reports", apps)),
      target("project", await world.project("docs")),
      { ...target("project", { ...moved, path: now }), addresses: [moved.id, moved.path, now] },
      { ...target("project", await elsewhere.project("hidden")), reachable: false },
      { ...target("group", elsewhere.group), reachable: false },
      { ...target("project", nobody), exists: false, reachable: false },
      { ...target("group", nobody), exists: false, reachable: false },
    ],
    strangers: [
      target("project", await world.project("stranger", apps)),
      target("project", await world.project("visitor")),
      target("group", await world.subgroup("strangers")),
    ],
    outsider: await world.project("outsider"),
    maintainer: await world.tokenOf("maintainer"),
    developer: await world.tokenOf("developer"),
    billing() {
      count += 1;
      return world.project(`billing-${count}`);
    },
  };
}

function target(kind: Target["kind"], { id, path }: Named): Target {
  return { kind, id, path, addresses: [id, path, path.toUpperCase()], exists: true, reachable: true };
}
