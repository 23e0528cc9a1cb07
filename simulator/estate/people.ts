import type { Instance } from "../model/instance";
import { AccessLevel } from "../model/members";
import type { User } from "../model/users";
import { PEOPLE } from "./names";

/** Who works in the estate. */
export interface People {
  readonly all: readonly User[];
  /** Users with these roles in the group acme. */
  readonly readers: Readonly<Record<Role, User>>;
  /** The value of a token of each of them. */
  readonly tokens: Readonly<Record<Role, string>>;
}

type Role = "developer" | "maintainer" | "owner";
const ROLES: readonly Role[] = ["owner", "maintainer", "developer"];

export function addPeople(instance: Instance): People {
  const add = (username: string) =>
    instance.addUser({ username, name: nameOf(username), email: `${username}@acme.example`, canCreateGroup: false });
  const [owner, maintainer, developer] = [add("acme-owner"), add("acme-maintainer"), add("acme-developer")];
  const readers = { owner, maintainer, developer };
  const tokenOf = ({ id: userId }: User) =>
    instance.tokens.create(
      { userId, name: "inventory", scopes: ["read_api"], expiresAt: daysFrom(instance, 90) },
      instance.clock.now(),
    ).value;
  const tokens = { owner: tokenOf(owner), maintainer: tokenOf(maintainer), developer: tokenOf(developer) };
  return { all: PEOPLE.map(add), readers, tokens };
}

/** Makes the readers members of the company's top-level group. */
export function addMembers({ members, clock }: Instance, { readers }: People, groupId: number): void {
  for (const role of ROLES) {
    const membership = { userId: readers[role].id, source: "group", sourceId: groupId } as const;
    members.set({
      ...membership,
      accessLevel: AccessLevel[role],
      ...{ expiresAt: null, createdAt: clock.now(), updatedAt: clock.now(), createdById: null },
    });
  }
}

function nameOf(username: string): string {
  return username.replace(/(^|[.-])(\w)/g, (_, start: string, letter: string) => (start && " ") + letter.toUpperCase());
}

/** A day so many days from today, or before it. */
export function daysFrom({ clock }: Instance, days: number): string {
  return timeFrom(clock.now(), days).toISOString().slice(0, 10);
}

export function timeFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + Math.round(days * 86_400) * 1_000);
}
