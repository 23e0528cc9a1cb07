import type { Simulator } from "../../../../simulator";
import { startSimulator } from "../../../../simulator";
import { type Named, World } from "../../../support/gitlab/world";

/** Something that a list can hold, and what a program may call it. */
export interface Target {
  readonly kind: "group" | "project";
  readonly id: number;
  readonly path: string;
  readonly addresses: readonly [number | string, ...(number | string)[]];
  readonly exists: boolean;
  /** Exists, and the token's user usually sees it. */
  readonly reachable: boolean;
  /** An address that leads out of the namespace that it names: what stands there today may be somebody else's. */
  readonly moved?: string;
}

export function isBelow({ path }: Pick<Target, "path">, group: Pick<Target, "path">): boolean {
  return path.startsWith(`${group.path}/`);
}

/** A GitLab with a tree of groups and projects, some of them out of sight, moved, renamed, or not there at all. */
export interface ListWorld {
  readonly simulator: Simulator;
  readonly world: World;
  readonly targets: readonly Target[];
  /** What nobody ever declares: somebody may add it by hand. */
  readonly strangers: readonly Target[];
  /** Enough projects to fill a list. */
  readonly crowd: readonly Target[];
  /** All of them. */
  readonly all: readonly Target[];
  /** A project that is on no list. */
  readonly outsider: Named;
  readonly maintainer: string;
  readonly developer: string;
  /** A project of its own for each run. */
  billing(): Promise<Named>;
  /** Whether the users see it now. */
  sees(target: Target): boolean;
  /** The users lose sight of a group, or get it. */
  toggleSight(which: number): Promise<void>;
  /** The users see what they usually see. */
  restoreSight(): Promise<void>;
}

const [GUEST, DEVELOPER, MAINTAINER] = [10, 30, 40];

export async function startListWorld(crowdSize = 0): Promise<ListWorld> {
  const simulator = await startSimulator({ enforceJobTokenScope: false });
  const world = await World.create(simulator.url, simulator.token);
  const elsewhere = await World.create(simulator.url, simulator.token);
  const group = (name: string) => world.subgroup(name);
  const [services, platform, apps, secret] = [
    await group("services"),
    await group("platform"),
    await group("apps"),
    await group("secret"),
  ];
  const nested = await world.subgroup("inner", platform);
  const docs = await world.project("docs");
  const users = await Promise.all([world.user(), world.user()]);
  for (const [index, { id }] of users.entries()) {
    await world.setRole(id, services, [MAINTAINER, DEVELOPER][index]);
    await world.api.post(`/projects/${docs.id}/members`, { user_id: id, access_level: GUEST });
  }
  const usual = new Map([
    [platform, true],
    [apps, true],
    [secret, false],
  ]);
  const sight = new Map([...usual].map(([of]) => [of, false]));
  /** Changes of sight come one after the other, also where requests run side by side. */
  let changes: Promise<void> = Promise.resolve();
  const see = (of: Named, next: (now: boolean | undefined) => boolean) => {
    changes = changes.then(async () => {
      const [now, then] = [sight.get(of), next(sight.get(of))];
      sight.set(of, then);
      if (now !== then) for (const { id } of users) await world.setRole(id, of, then ? GUEST : undefined);
    });
    return changes;
  };
  const restoreSight = async () => {
    for (const [of, seen] of usual) await see(of, () => seen);
  };
  await restoreSight();
  const nobody = { id: 999_999, path: `${world.group.path}/nobody` };
  const crowd = await Promise.all(Array.from({ length: crowdSize }, (_, n) => world.project(`one-of-many-${n}`, apps)));
  let count = 0;
  const targets = [
    target("group", platform),
    target("group", nested),
    target("group", apps),
    target("project", await world.project("deploy", platform)),
    target("project", await world.project("build", nested)),
    target("project", await world.project("reports", apps)),
    target("project", docs),
    await movedTarget(world, apps, platform),
    await renamedTarget(world, apps),
    { ...target("group", secret), reachable: false },
    { ...target("project", await world.project("vault", secret)), reachable: false },
    { ...target("project", await elsewhere.project("hidden")), reachable: false },
    { ...target("group", elsewhere.group), reachable: false },
    { ...target("project", nobody), exists: false, reachable: false },
    { ...target("group", nobody), exists: false, reachable: false },
  ];
  const strangers = [
    target("project", await world.project("stranger", apps)),
    target("project", await world.project("visitor")),
    target("group", await world.subgroup("strangers")),
  ];
  const many = crowd.map((project) => target("project", project));
  return {
    simulator,
    world,
    targets,
    strangers,
    crowd: many,
    all: [...targets, ...strangers, ...many],
    outsider: await world.project("outsider"),
    maintainer: users[0]?.token ?? "",
    developer: users[1]?.token ?? "",
    billing() {
      count += 1;
      return world.project(`billing-${count}`, services);
    },
    sees(target) {
      const hidden = [...sight].filter(([, seen]) => !seen).map(([of]) => of);
      return (
        target.exists && ![...hidden, elsewhere.group].some((of) => target.path === of.path || isBelow(target, of))
      );
    },
    async toggleSight(which) {
      const of = [...usual.keys()][which % usual.size];
      if (of !== undefined) await see(of, (now) => !now);
    },
    restoreSight,
  };
}

/** GitLab redirects from where it was, in another group, to where it is. */
async function movedTarget(world: World, from: Named, to: Named): Promise<Target> {
  const { id, path } = await world.project("moved", from);
  await world.api.put(`/projects/${id}/transfer`, { namespace: to.id });
  const now = `${to.path}/moved`;
  return { ...target("project", { id, path: now }), addresses: [id, path, now], moved: path };
}

/** GitLab redirects from its former name, in the same group. */
async function renamedTarget(world: World, group: Named): Promise<Target> {
  const { id, path } = await world.project("former", group);
  await world.api.put(`/projects/${id}`, { name: "latter", path: "latter" });
  const now = `${group.path}/latter`;
  return { ...target("project", { id, path: now }), addresses: [id, path, now] };
}

function target(kind: Target["kind"], { id, path }: Named): Target {
  return { kind, id, path, addresses: [id, path, path.toUpperCase()], exists: true, reachable: true };
}
