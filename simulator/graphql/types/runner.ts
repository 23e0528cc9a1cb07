import type { Group } from "../../model/group";
import { isOnline, isStale, ownerProjectId, type Runner } from "../../model/runners";
import { connection, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";
import { connectionTypes, PAGING } from "./shared";

function statusOf(runner: Runner, now: Date): string {
  if (runner.contactedAt === null) return "NEVER_CONTACTED";
  if (isOnline(runner, now)) return "ONLINE";
  return isStale(runner, now) ? "STALE" : "OFFLINE";
}

export const runners: SchemaPart = {
  sdl: `
    enum CiRunnerMembershipFilter { ALL_AVAILABLE DESCENDANTS DIRECT }
    enum CiRunnerSort {
      CONTACTED_ASC CONTACTED_DESC CREATED_ASC CREATED_DESC MOST_ACTIVE_DESC TOKEN_EXPIRES_AT_ASC TOKEN_EXPIRES_AT_DESC
    }
    enum CiRunnerType { GROUP_TYPE INSTANCE_TYPE PROJECT_TYPE }
    enum CiRunnerStatus { NEVER_CONTACTED OFFLINE ONLINE STALE }
    enum CiRunnerAccessLevel { NOT_PROTECTED REF_PROTECTED }
    enum CiRunnerCreationMethod { AUTHENTICATED_USER REGISTRATION_TOKEN }
    type CiRunner {
      accessLevel: CiRunnerAccessLevel!
      contactedAt: Time
      createdAt: Time
      createdBy: UserCore
      creationMethod: CiRunnerCreationMethod @experiment(milestone: "17.0")
      description: String
      groups(${PAGING}): GroupConnection
      id: CiRunnerID!
      locked: Boolean
      maximumTimeout: Int
      ownerProject: Project
      paused: Boolean!
      projectCount: Int
      runnerType: CiRunnerType!
      runUntagged: Boolean!
      status: CiRunnerStatus!
      tagList: [String!]
      tokenExpiresAt: Time
    }
    scalar CiRunnerID
    ${connectionTypes("CiRunner")}
  `,
  resolvers: {
    CiRunner: {
      id: ({ id }: Runner) => globalId("Ci::Runner", id),
      accessLevel: ({ accessLevel }: Runner) => accessLevel.toUpperCase(),
      createdBy: ({ creatorId }: Runner, _: unknown, { instance }: Context) =>
        creatorId === null ? null : (instance.users.byId(creatorId) ?? null),
      creationMethod: ({ createdByUser }: Runner) => (createdByUser ? "AUTHENTICATED_USER" : "REGISTRATION_TOKEN"),
      groups: ({ groupId }: Runner, args: PageArguments, { instance }: Context) => {
        const group = groupId === null ? undefined : instance.namespaces.groups.get(groupId);
        return connection({ rows: group ? [group] : [], sortedBy: [{ of: ({ id }: Group) => id }] }, args);
      },
      ownerProject: (runner: Runner, _: unknown, { instance }: Context) =>
        instance.namespaces.projects.get(ownerProjectId(runner) ?? 0) ?? null,
      paused: ({ active }: Runner) => !active,
      projectCount: ({ type, projectIds }: Runner) => (type === "project_type" ? projectIds.size : null),
      runnerType: ({ type }: Runner) => type.toUpperCase(),
      status: (runner: Runner, _: unknown, { instance }: Context) => statusOf(runner, instance.clock.now()),
      tagList: ({ tags }: Runner) => tags,
    },
  },
};
