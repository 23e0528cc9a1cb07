import { conflict, forbidden, notFound, Refusal } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import { AccessLevel, type Member } from "../../model/members";
import type { User } from "../../model/users";
import { type Act, requireOpenGroup } from "../access";
import { userOf } from "./presentation";
import { type Place, requireFuture, requireMayGrant, requirePossible, sentenceOf } from "./rules";

interface Wanted {
  readonly access_level: number | null;
  readonly expires_at?: string | null;
}

interface Who {
  readonly user_id?: string | null;
  readonly username?: string | null;
}

export function addMember(act: Act, place: Place, wanted: Wanted & Who): Member {
  const { instance } = act;
  const user = userNamed(instance, wanted);
  if (instance.members.find(place.kind, place.id, user.id)) throw conflict("Member already exists");
  const level = wanted.access_level ?? 0;
  if (place.kind === "group") requireOpenGroup(instance, place);
  requireMayGrant(act, place, level);
  requirePossible(instance, { place, user }, level);
  requireFuture(instance, wanted.expires_at);
  const now = instance.clock.now();
  const times = { expiresAt: wanted.expires_at ?? null, createdAt: now, updatedAt: now };
  const who = { userId: user.id, source: place.kind, sourceId: place.id, createdById: act.user.id };
  const member: Member = { ...who, accessLevel: level, ...times };
  instance.members.set(member);
  return member;
}

/**
 * Adds several members at once, by ids or names. A user who is a member already gets the new level. Returns a sentence
 * for each failure. An unknown id is taken for an email, and an unknown name is ignored.
 */
export function addMembers(act: Act, place: Place, { user_id: ids, username, ...wanted }: Wanted & Who): string[] {
  const { users } = act.instance;
  const named = [...new Set((ids ?? username ?? "").split(",").map((part) => part.trim()))];
  const found = named.map((name) => (ids ? users.byId(Number(name)) : users.byUsername(name)));
  return found.flatMap((user) => {
    if (user === undefined) return ids ? ["Invite email is invalid"] : [];
    return addOrChange(act, { place, user }, wanted);
  });
}

function addOrChange(act: Act, { place, user }: { place: Place; user: User }, wanted: Wanted): string[] {
  const member = act.instance.members.find(place.kind, place.id, user.id);
  try {
    if (member) changeMember(act, { place, member }, wanted);
    else addMember(act, place, { ...wanted, user_id: String(user.id) });
    return [];
  } catch (error) {
    if (!(error instanceof Refusal) || error.reply.status !== 400) throw error;
    return [`${user.username}: ${sentenceOf(error.reply.body)}`];
  }
}

function userNamed({ users }: Instance, { user_id: id, username }: Who): User {
  const user = id ? users.byId(Number(id)) : users.byUsername(username ?? "");
  if (user === undefined) throw notFound("User");
  return user;
}

export function changeMember(act: Act, { place, member }: Membership, wanted: Wanted): void {
  const level = wanted.access_level ?? 0;
  requireMayGrant(act, place, Math.max(level, member.accessLevel));
  requirePossible(act.instance, { place, user: userOf(act.instance, member) }, level);
  requireFuture(act.instance, wanted.expires_at);
  if (level < AccessLevel.owner && act.instance.isLastOwner(member)) throw forbidden();
  member.accessLevel = level;
  member.updatedAt = act.instance.clock.now();
  if (wanted.expires_at !== undefined) member.expiresAt = wanted.expires_at;
}

/** A member who leaves a group leaves everything below it, too, unless `skipBelow` is set. */
export function removeMember(act: Act, { place, member }: Membership, skipBelow: boolean): void {
  const { instance, user } = act;
  if (instance.isLastOwner(member)) throw forbidden();
  if (member.userId !== user.id) requireMayGrant(act, place, member.accessLevel);
  instance.members.remove(place.kind, place.id, member.userId);
  if (place.kind === "project" || skipBelow) return;
  const below = [...instance.namespaces.descendants(place), ...instance.namespaces.projectsBelow(place)];
  for (const each of below) instance.members.remove(each.kind, each.id, member.userId);
}

interface Membership {
  readonly place: Place;
  readonly member: Member;
}
