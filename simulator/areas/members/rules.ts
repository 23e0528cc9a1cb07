import { forbidden, invalid } from "../../grape/errors";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import type { User } from "../../model/users";
import { type Act, levelOn } from "../access";

export type Place = Group | Project;

interface Newcomer {
  readonly place: Place;
  readonly user: User;
}

const LEVELS: readonly number[] = Object.values(AccessLevel).filter((level) => level > 0);

/** FutureDateValidator: a membership doesn't end before it begins. */
export function requireFuture({ clock }: Instance, expiresAt: string | null | undefined): void {
  if (expiresAt && expiresAt < clock.today()) throw invalid({ expires_at: ["cannot be a date in the past"] });
}

/** Owners manage the members of groups, maintainers those of projects. Nobody grants a higher level than their own. */
export function requireMayGrant({ instance, user }: Act, place: Place, level: number): void {
  const own = levelOn(instance, user, place);
  const needed = place.kind === "group" ? AccessLevel.owner : AccessLevel.maintainer;
  if (own < needed || (LEVELS.includes(level) && own < level)) throw forbidden();
}

/** Refuses an unknown level, and one below the level that the user inherits from a group above. */
export function requirePossible(instance: Instance, { place, user }: Newcomer, level: number): void {
  if (!LEVELS.includes(level)) throw invalid({ access_level: ["is not included in the list"] });
  const above = place.kind === "group" ? instance.namespaces.parentOf(place) : instance.namespaces.groupOf(place);
  for (const group of instance.namespaces.lineage(above)) {
    const inherited = instance.members.find("group", group.id, user.id)?.accessLevel ?? AccessLevel.none;
    if (inherited <= level) continue;
    const rule = `should be greater than or equal to ${nameOf(inherited)} inherited membership from group ${group.name}`;
    throw invalid({ access_level: [rule] });
  }
}

/** The errors of a model, `{ message: { access_level: ["is not …"] } }`, as one sentence. */
export function sentenceOf(body: unknown): string {
  const { message } = body as { readonly message: Readonly<Record<string, readonly string[]>> };
  return Object.entries(message)
    .flatMap(([field, texts]) => texts.map((text) => `${humanized(field)} ${text}`))
    .join(" and ");
}

function humanized(field: string): string {
  const words = field.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function nameOf(level: number): string {
  const names: Readonly<Record<number, string>> = {
    5: "Minimal Access",
    10: "Guest",
    15: "Planner",
    20: "Reporter",
    25: "Security Manager",
    30: "Developer",
    40: "Maintainer",
    50: "Owner",
  };
  return names[level] ?? String(level);
}
