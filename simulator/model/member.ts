import { presentUserBasic, type User } from "./user";

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
  readonly createdById: number | null;
}

export function presentMember(member: Member, user: User, createdBy: User | undefined, origin: string) {
  return {
    ...presentUserBasic(user, origin),
    access_level: member.accessLevel,
    created_at: member.createdAt.toISOString(),
    expires_at: member.expiresAt,
    ...(createdBy ? { created_by: presentUserBasic(createdBy, origin) } : {}),
    membership_state: "active",
  };
}
