import { levelOn } from "../../areas/access";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import { isOnline, isStale, ownerProjectId, type Runner } from "../../model/runners";
import { connection, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";
import { connectionTypes, PAGING } from "./shared";

type Membership = "ALL_AVAILABLE" | "DESCENDANTS" | "DIRECT";

interface RunnersArguments extends PageArguments {
  readonly membership: Membership;
}

export const GROUP_RUNNERS = `runners(membership: CiRunnerMembershipFilter = DESCENDANTS, ${PAGING}): CiRunnerConnection @resolver`;

/** The runners of a group; maintainers see them, and nobody else. The newest comes first. */
export function runnersOfGroup(group: Group, args: RunnersArguments, { instance, user }: Context) {
  if (levelOn(instance, user, group) < AccessLevel.maintainer) return null;
  const rows = instance.runners
    .all()
    .filter((runner) => isIn(instance, group, { runner, membership: args.membership }));
  return connection({ rows, sortedBy: [{ of: ({ id }) => id, descending: true }] }, args);
}

interface Question {
  readonly runner: Runner;
  readonly membership: Membership;
}

/** `DESCENDANTS` are those of the groups and projects below as well, `ALL_AVAILABLE` also those from above. */
function isIn({ namespaces }: Instance, group: Group, { runner, membership }: Question): boolean {
  if (membership === "DIRECT") return runner.groupId === group.id;
  const below = new Set([group.id, ...[...namespaces.descendants(group)].map(({ id }) => id)]);
  const isOwn =
    runner.groupId !== null
      ? below.has(runner.groupId)
      : [...runner.projectIds.keys()].some((id) => below.has(namespaces.projects.get(id)?.namespaceId ?? 0));
  if (isOwn || membership === "DESCENDANTS") return isOwn;
  const above = [...namespaces.lineage(group)].map(({ id }) => id);
  return runner.type === "instance_type" || (runner.groupId !== null && above.includes(runner.groupId));
}

function statusOf(runner: Runner, now: Date): string {
  if (runner.contactedAt === null) return "NEVER_CONTACTED";
  if (isOnline(runner, now)) return "ONLINE";
  return isStale(runner, now) ? "STALE" : "OFFLINE";
}

export const runners: SchemaPart = {
  sdl: `
    enum CiRunnerMembershipFilter { ALL_AVAILABLE DESCENDANTS DIRECT }
    enum CiRunnerType { GROUP_TYPE INSTANCE_TYPE PROJECT_TYPE }
    enum CiRunnerStatus { NEVER_CONTACTED OFFLINE ONLINE STALE }
    enum CiRunnerAccessLevel { NOT_PROTECTED REF_PROTECTED }
    enum CiRunnerCreationMethod { AUTHENTICATED_USER REGISTRATION_TOKEN }
    type CiRunner {
      accessLevel: CiRunnerAccessLevel!
      contactedAt: Time
      createdAt: Time
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
