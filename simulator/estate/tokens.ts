import type { Scope } from "../model/access-tokens";
import type { Resource } from "../model/bots";
import type { Instance } from "../model/instance";
import { AccessLevel } from "../model/members";
import { TOKEN_NAMES } from "./names";
import { daysFrom, type People, timeFrom } from "./people";
import type { Random } from "./random";
import type { Tree } from "./tree";

interface Surroundings {
  readonly random: Random;
  readonly people: People;
  readonly tree: Tree;
}

const LEVELS = [AccessLevel.reporter, AccessLevel.developer, AccessLevel.maintainer, AccessLevel.owner];
const SCOPES: readonly (readonly Scope[])[] = [
  ["read_api"],
  ["read_repository"],
  ["write_repository"],
  ["read_registry", "write_registry"],
  ["api"],
];

/** Adds tokens of each twelfth project and of each fourth group. Returns how many there are. */
export function addTokens(instance: Instance, { random, people, tree }: Surroundings): number {
  const owners: Resource[] = [
    ...tree.projects.filter(() => random.chance(0.08)),
    ...tree.groups.filter(() => random.chance(0.25)),
  ];
  for (const owner of owners) addToken(instance, owner, { random, people });
  return owners.length;
}

function addToken(
  instance: Instance,
  owner: Resource,
  { random, people }: Pick<Surroundings, "people" | "random">,
): void {
  const name = random.pick(TOKEN_NAMES);
  const bot = instance.bots.add(owner, name, random.pick(LEVELS), random.pick(people.all));
  const age = random.whole(1, 300);
  const created = timeFrom(instance.clock.now(), -age);
  const expiresAt = daysFrom(instance, random.whole(2, 365 - age));
  const token = instance.tokens.create({ userId: bot.id, name, scopes: random.pick(SCOPES), expiresAt }, created);
  if (random.chance(0.85)) token.lastUsedAt = timeFrom(instance.clock.now(), -random.next() * Math.min(age, 60));
}
