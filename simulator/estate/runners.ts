import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import type { Project } from "../model/project";
import type { RunnerType } from "../model/runners";
import { RUNNER_TAGS } from "./names";
import { timeFrom } from "./people";
import type { Random } from "./random";
import type { Tree } from "./tree";

interface Surroundings {
  readonly random: Random;
  readonly tree: Tree;
}

/** Adds two runners for all, one for each third group, and one for each twentieth project. Returns how many there are. */
export function addRunners(instance: Instance, { random, tree }: Surroundings): number {
  const places: (Group | Project | undefined)[] = [
    ...[undefined, undefined],
    ...tree.groups.filter((_, index) => index % 3 === 0),
    ...tree.projects.filter(() => random.chance(0.05)),
  ];
  for (const place of places) addRunner(instance, random, place);
  return places.length;
}

function addRunner(instance: Instance, random: Random, place: Group | Project | undefined): void {
  const now = instance.clock.now();
  const type: RunnerType = place === undefined ? "instance_type" : `${place.kind}_type`;
  const createdByUser = random.chance(0.8);
  const tags = random.some(RUNNER_TAGS, random.whole(0, 3));
  const age = random.whole(5, 900);
  const runner = instance.runners.add(
    {
      ...{ type, tags, createdByUser, maintenanceNote: null, maximumTimeout: null, name: null },
      description: `${place?.path ?? "shared"} ${tags[0] ?? "shell"}`,
      active: random.chance(0.95),
      locked: place?.kind === "project" && random.chance(0.7),
      runUntagged: tags.length === 0 || random.chance(0.2),
      accessLevel: random.chance(0.5) ? "ref_protected" : "not_protected",
      creatorId: createdByUser ? 1 : null,
      groupId: place?.kind === "group" ? place.id : null,
      projectId: place?.kind === "project" ? place.id : null,
      tokenExpiresAt: random.chance(0.3) ? timeFrom(now, random.whole(3, 300)) : null,
    },
    timeFrom(now, -age),
  );
  const contact = random.next();
  if (contact < 0.75) runner.contactedAt = timeFrom(now, -random.next() / 24);
  else if (contact < 0.9) runner.contactedAt = timeFrom(now, -random.whole(1, age));
}
