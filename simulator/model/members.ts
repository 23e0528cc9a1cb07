import type { Clock } from "./clock";
import type { Group } from "./group";
import type { Namespaces } from "./namespaces";
import type { Project } from "./project";
import { type Share, Shares } from "./shares";

/** https://docs.gitlab.com/api/members/#roles */
export const AccessLevel = {
  none: 0,
  minimal: 5,
  guest: 10,
  planner: 15,
  reporter: 20,
  securityManager: 25,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;

export type MemberSource = "group" | "project";

export interface Member {
  readonly userId: number;
  readonly source: MemberSource;
  readonly sourceId: number;
  accessLevel: number;
  /** The day the membership ends. */
  expiresAt: string | null;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly createdById: number | null;
}

/** Who is a direct member of what, found from both ends. */
export class Memberships {
  readonly #bySource = new Map<string, Map<number, Member>>();
  readonly #byUser = new Map<number, Set<Member>>();

  readonly shares = new Shares();

  constructor(
    readonly namespaces: Namespaces,
    readonly clock: Clock,
  ) {}

  set(member: Member): void {
    this.remove(member.source, member.sourceId, member.userId);
    const key = sourceKey(member.source, member.sourceId);
    this.#bySource.set(key, (this.#bySource.get(key) ?? new Map()).set(member.userId, member));
    this.#byUser.set(member.userId, (this.#byUser.get(member.userId) ?? new Set()).add(member));
  }

  addOwner(source: MemberSource, sourceId: number, who: Pick<Member, "userId" | "createdById">): void {
    const [accessLevel, createdAt] = [AccessLevel.owner, this.clock.now()];
    this.set({ ...who, source, sourceId, accessLevel, createdAt, updatedAt: createdAt, expiresAt: null });
  }

  remove(source: MemberSource, sourceId: number, userId: number): void {
    const key = sourceKey(source, sourceId);
    const member = this.#bySource.get(key)?.get(userId);
    if (member === undefined) return;
    this.#bySource.get(key)?.delete(userId);
    this.#byUser.get(userId)?.delete(member);
  }

  removeSource(source: MemberSource, sourceId: number): void {
    for (const member of this.#all(source, sourceId)) this.remove(source, sourceId, member.userId);
  }

  removeUser(userId: number): void {
    for (const member of [...(this.#byUser.get(userId) ?? [])]) this.remove(member.source, member.sourceId, userId);
  }

  find(source: MemberSource, sourceId: number, userId: number): Member | undefined {
    const member = this.#bySource.get(sourceKey(source, sourceId))?.get(userId);
    return member && this.#isCurrent(member) ? member : undefined;
  }

  /** Direct members, in the order they came. */
  of(source: MemberSource, sourceId: number): Member[] {
    return this.#all(source, sourceId).filter((member) => this.#isCurrent(member));
  }

  ofUser(userId: number): Member[] {
    return [...(this.#byUser.get(userId) ?? [])].filter((member) => this.#isCurrent(member));
  }

  /** Direct and inherited members; of a user who is there more than once, the highest level. */
  allOf(place: Group | Project): Member[] {
    const highest = new Map<number, Member>();
    for (const [source, id] of this.#sources(place)) {
      for (const member of this.of(source, id)) {
        const known = highest.get(member.userId);
        if (known === undefined || member.accessLevel > known.accessLevel) highest.set(member.userId, member);
      }
    }
    return [...highest.values()];
  }

  /** The highest level that a user has on a project or group, inherited ones included; 0 is none. */
  level(userId: number, place: Group | Project): number {
    let level: number = AccessLevel.none;
    for (const [source, id] of this.#sources(place)) {
      level = Math.max(level, this.find(source, id, userId)?.accessLevel ?? AccessLevel.none);
    }
    return Math.max(level, ...this.#invitations(place).map((share) => this.#throughShare(userId, share)));
  }

  /** The groups that are invited to the place or to a group above it. */
  #invitations(place: Group | Project): Share[] {
    if (this.shares.isEmpty) return [];
    const nearest = place.kind === "project" ? this.namespaces.groupOf(place) : place;
    const above = [...this.namespaces.lineage(nearest)];
    const places = place.kind === "project" ? [place, ...above] : above;
    return places.flatMap((each) => this.shares.of(each).filter((share) => this.#isCurrent(share)));
  }

  /** An invitation gives a user at most its own level, and at most the user's level in the invited group. */
  #throughShare(userId: number, { groupId, accessLevel }: Share): number {
    const group = this.namespaces.groups.get(groupId);
    let held: number = AccessLevel.none;
    for (const each of this.namespaces.lineage(group)) {
      held = Math.max(held, this.find("group", each.id, userId)?.accessLevel ?? AccessLevel.none);
    }
    return Math.min(held, accessLevel);
  }

  *#sources(place: Group | Project): Generator<[MemberSource, number]> {
    if (place.kind === "project") yield ["project", place.id];
    const nearest = place.kind === "project" ? this.namespaces.groupOf(place) : place;
    for (const group of this.namespaces.lineage(nearest)) yield ["group", group.id];
  }

  #all(source: MemberSource, sourceId: number): Member[] {
    return [...(this.#bySource.get(sourceKey(source, sourceId))?.values() ?? [])];
  }

  #isCurrent(granted: Pick<Member, "expiresAt">): boolean {
    return granted.expiresAt === null || granted.expiresAt > this.clock.today();
  }
}

function sourceKey(source: MemberSource, id: number): string {
  return `${source} ${id}`;
}
