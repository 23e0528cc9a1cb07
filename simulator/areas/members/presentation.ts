import type { Instance } from "../../model/instance";
import type { Member } from "../../model/members";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

export function presentMember(instance: Instance, member: Member) {
  const { users, origin } = instance;
  const createdBy = member.createdById === null ? undefined : users.byId(member.createdById);
  return {
    ...presentUserBasic(userOf(instance, member), origin),
    access_level: member.accessLevel,
    created_at: member.createdAt.toISOString(),
    expires_at: member.expiresAt,
    ...(createdBy ? { created_by: presentUserBasic(createdBy, origin) } : {}),
    membership_state: "active",
  };
}

export function userOf({ users }: Instance, { userId }: Member): User {
  const user = users.byId(userId);
  if (user === undefined) throw new Error(`User ${userId} was deleted and is still a member.`);
  return user;
}
