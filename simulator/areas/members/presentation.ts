import type { Instance } from "../../model/instance";
import type { Member } from "../../model/members";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

export function presentMember(instance: Instance, member: Member) {
  const createdBy = member.createdById === null ? undefined : instance.users.byId(member.createdById);
  return {
    ...presentUserBasic(instance, userOf(instance, member)),
    access_level: member.accessLevel,
    created_at: member.createdAt.toISOString(),
    expires_at: member.expiresAt,
    ...(createdBy ? { created_by: presentUserBasic(instance, createdBy) } : {}),
    membership_state: "active",
  };
}

export function userOf({ users }: Instance, { userId }: Member): User {
  const user = users.byId(userId);
  if (user === undefined) throw new Error(`User ${userId} was deleted and is still a member.`);
  return user;
}
