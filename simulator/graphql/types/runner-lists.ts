import { canReadRunners, type Visit } from "../../areas/access";
import { includesText } from "../../areas/lists";
import { runnerMatches, runnersFor } from "../../areas/runners/lists";
import { RunnerRights } from "../../areas/runners/rights";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import type { Runner } from "../../model/runners";
import { connection, orderNamed, type PageArguments } from "../connections";
import type { Context } from "../context";
import { numberIn } from "../global-id";
import { unavailable } from "../refusals";
import { PAGING } from "./shared";

type Maybe<T> = T | null | undefined;
type Membership = "ALL_AVAILABLE" | "DESCENDANTS" | "DIRECT";

interface RunnersArguments extends PageArguments {
  readonly active?: Maybe<boolean>;
  readonly creatorId?: Maybe<string>;
  readonly creatorUsername?: Maybe<string>;
  readonly ownerFullPath?: Maybe<string>;
  readonly paused?: Maybe<boolean>;
  readonly search?: Maybe<string>;
  readonly sort?: Maybe<string>;
  readonly status?: Maybe<string>;
  readonly tagList?: Maybe<readonly string[]>;
  readonly type?: Maybe<string>;
  readonly versionPrefix?: Maybe<string>;
}

interface OfGroup extends RunnersArguments {
  readonly membership: Membership;
}

const FILTERS = `
  active: Boolean @deprecated(reason: "This was renamed. Use: \`paused\`. Deprecated in GitLab 14.8."), creatorId: UserID,
  creatorUsername: String, ownerFullPath: String, paused: Boolean, search: String, sort: CiRunnerSort,
  status: CiRunnerStatus, tagList: [String!], type: CiRunnerType, versionPrefix: String, ${PAGING}`;

export const RUNNERS = `runners(${FILTERS}): CiRunnerConnection @resolver`;
export const GROUP_RUNNERS = `runners(
  membership: CiRunnerMembershipFilter = DESCENDANTS, ${FILTERS}): CiRunnerConnection @resolver`;

/** The runners of the whole instance, for administrators. app/finders/ci/runners_finder.rb */
export function runnersOfInstance(_: unknown, args: RunnersArguments, context: Context) {
  if (!context.user?.admin) throw unavailable();
  return listed(context.instance.runners.all(), args, context);
}

/** The runners that take a project's jobs. */
export function runnersOfProject(project: Project, args: RunnersArguments, context: Context) {
  if (!canReadRunners(context, project)) throw unavailable();
  return listed(runnersFor(context.instance, project), args, context);
}

export function runnersOfGroup(group: Group, { membership, ...args }: OfGroup, context: Context) {
  if (!canReadRunners(context, group)) throw unavailable();
  return listed(runnersIn(context.instance, group, membership), args, context);
}

/** Whom a runner may be shown is asked for each of them; the newest comes first. */
function listed(runners: readonly Runner[], args: RunnersArguments, context: Context) {
  const rows = runners.filter((runner) => isWanted(runner, args, context) && mayRead(context, runner));
  return connection({ rows, sortedBy: orderNamed(args.sort ?? "CREATED_DESC", KEYS) }, args);
}

function mayRead({ instance, user }: Visit, runner: Runner): boolean {
  return user !== undefined && new RunnerRights({ instance, user }).mayRead(runner);
}

/** `active: false` filters nothing: the resolver reads it only where it is true. */
function pausedIn({ active, paused }: RunnersArguments): Maybe<boolean> {
  return paused ?? (active ? false : null);
}

function isWanted(runner: Runner, args: RunnersArguments, { instance }: Context): boolean {
  const version = /^[\d+.]+/.exec(args.versionPrefix ?? "")?.[0];
  const [type, status] = [args.type?.toLowerCase(), args.status?.toLowerCase()];
  const filters = { type, status, paused: pausedIn(args), version_prefix: version };
  // A part of a tag's name is enough here, unlike in REST.
  const tagged = (args.tagList ?? []).every((part) => runner.tags.some((tag) => tag.includes(part)));
  return (
    tagged &&
    runnerMatches(runner, filters, instance.clock.now()) &&
    (!args.search || runner.token === args.search || includesText(runner.description ?? "", args.search)) &&
    (!args.creatorId || runner.creatorId === numberIn(args.creatorId, "User")) &&
    (!args.creatorUsername || isMadeBy(instance, runner, args.creatorUsername)) &&
    (!args.ownerFullPath || isOf(instance, runner, args.ownerFullPath))
  );
}

function isMadeBy({ users }: Instance, { creatorId }: Runner, username: string): boolean {
  const creator = creatorId === null ? undefined : users.byId(creatorId);
  return creator?.username.toLowerCase() === username.toLowerCase();
}

function isOf({ namespaces }: Instance, { groupId, projectIds }: Runner, path: string): boolean {
  const place = namespaces.atPath(path);
  return place?.kind === "group" ? groupId === place.id : place?.kind === "project" && projectIds.has(place.id);
}

/** A runner without a date comes where the database puts null: as if it were the latest. */
const KEYS: Readonly<Record<string, (runner: Runner) => number>> = {
  contacted: ({ contactedAt }) => contactedAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
  token_expires_at: ({ tokenExpiresAt }) => tokenExpiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
};

/** `DESCENDANTS` are those of the groups and projects below as well, `ALL_AVAILABLE` also those from above. */
function runnersIn({ namespaces, runners }: Instance, group: Group, membership: Membership): Runner[] {
  if (membership === "DIRECT") return runners.all().filter(({ groupId }) => groupId === group.id);
  const below = new Set([group, ...namespaces.descendants(group)].map(({ id }) => id));
  const above = new Set([...namespaces.lineage(group)].map(({ id }) => id));
  return runners.all().filter(({ type, groupId, projectIds }) => {
    const isOwn =
      groupId !== null
        ? below.has(groupId)
        : [...projectIds.keys()].some((id) => below.has(namespaces.projects.get(id)?.namespaceId ?? 0));
    if (isOwn || membership === "DESCENDANTS") return isOwn;
    return type === "instance_type" || (groupId !== null && above.has(groupId));
  });
}
