import { conflict, forbidden, invalid, notFound, recordNotFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { atLeastOneOf, mutuallyExclusive, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import { includesText } from "../../grape/text-search";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel, type Member, type MemberSource, presentMember } from "../../model/member";
import type { Project } from "../../model/project";
import type { User } from "../../model/user";
import { findGroup, findProject, levelOn } from "../access";

const levels: readonly number[] = Object.values(AccessLevel).filter((level) => level > 0);
const source = { id: requires(text) };
const one = { ...source, user_id: requires(integer) };
const several = { ...source, ...pages, query: optional(text), user_ids: optional(list(integer)) };
const whoAndWhat = {
  ...source,
  access_level: requires(integer),
  user_id: optional(text),
  username: optional(text),
  expires_at: optional(day),
};

/** Groups and projects have the same endpoints for their members. */
export const memberRoutes = [...routesOf("group"), ...routesOf("project")];

function routesOf(kind: MemberSource): Route[] {
  const members = `/${kind}s/:id/members` as const;
  const find = (call: SignedCall<{ readonly id: string | null }>): Group | Project =>
    kind === "group" ? findGroup(call, call.params.id) : findProject(call, call.params.id);
  return [
    route(`GET ${members}`, { params: several }, (call) => {
      const place = find(call);
      return page(call, call.instance.members.of(kind, place.id));
    }),

    route(`GET ${members}/all`, { params: several }, (call) => page(call, call.instance.members.allOf(find(call)))),

    route(`GET ${members}/:user_id`, { params: one }, (call) => {
      const place = find(call);
      return ok(shown(call.instance, direct(call, kind, place)));
    }),

    route(`GET ${members}/all/:user_id`, { params: one }, (call) => {
      const all = call.instance.members.allOf(find(call));
      const member = all.find(({ userId }) => userId === call.params.user_id);
      if (member === undefined) throw recordNotFound();
      return ok(shown(call.instance, member));
    }),

    route(
      `POST ${members}`,
      { params: whoAndWhat, rules: [mutuallyExclusive("user_id", "username"), atLeastOneOf("user_id", "username")] },
      (call) => {
        const { instance, params, user: actor } = call;
        const place = find(call);
        const user = newcomer(instance, params.user_id, params.username);
        if (instance.members.find(kind, place.id, user.id)) throw conflict("Member already exists");
        const level = params.access_level ?? 0;
        requireMayGrant(call, place, level);
        requirePossible(instance, place, user, level);
        const times = { expiresAt: params.expires_at ?? null, createdAt: instance.clock.now() };
        const member = { userId: user.id, source: kind, sourceId: place.id, accessLevel: level, ...times };
        instance.members.set({ ...member, createdById: actor.id });
        return created(shown(instance, { ...member, createdById: actor.id }));
      },
    ),

    route(
      `PUT ${members}/:user_id`,
      { params: { ...one, access_level: requires(integer), expires_at: optional(day) } },
      (call) => {
        const { instance, params } = call;
        const place = find(call);
        const member = direct(call, kind, place);
        const level = params.access_level ?? 0;
        requireMayGrant(call, place, Math.max(level, member.accessLevel));
        requirePossible(instance, place, userOf(instance, member), level);
        member.accessLevel = level;
        if (params.expires_at !== undefined) member.expiresAt = params.expires_at;
        return ok(shown(instance, member));
      },
    ),

    route(`DELETE ${members}/:user_id`, { params: one }, (call) => {
      const { instance, user } = call;
      const place = find(call);
      const member = direct(call, kind, place);
      if (instance.isLastOwner(member)) throw forbidden();
      if (member.userId !== user.id) requireMayGrant(call, place, member.accessLevel);
      instance.members.remove(kind, place.id, member.userId);
      return noContent();
    }),
  ];
}

type Several = SignedCall<{
  readonly page: number | null;
  readonly per_page: number | null;
  readonly query?: string | null;
  readonly user_ids?: readonly number[] | null;
}>;

function page(call: Several, members: Member[]) {
  const { query, user_ids: ids } = call.params;
  const rows = members.filter((member) => {
    const { name, username } = userOf(call.instance, member);
    if (ids && !ids.includes(member.userId)) return false;
    return !query || includesText(name, query) || includesText(username, query);
  });
  return paged(call, rows, (member) => shown(call.instance, member));
}

function direct(
  call: SignedCall<{ readonly user_id: number | null }>,
  kind: MemberSource,
  place: Group | Project,
): Member {
  const member = call.instance.members.find(kind, place.id, call.params.user_id ?? 0);
  if (member === undefined) throw recordNotFound();
  return member;
}

function shown(instance: Instance, member: Member) {
  const createdBy = member.createdById === null ? undefined : instance.users.byId(member.createdById);
  return presentMember(member, userOf(instance, member), createdBy, instance.origin);
}

function userOf(instance: Instance, { userId }: Member): User {
  const user = instance.users.byId(userId);
  if (user === undefined) throw new Error(`User ${userId} was deleted and is still a member.`);
  return user;
}

function newcomer(instance: Instance, id: string | null | undefined, username: string | null | undefined): User {
  const user = id ? instance.users.byId(Number(id)) : instance.users.byUsername(username ?? "");
  if (user === undefined) throw notFound("User");
  return user;
}

/** Members of groups are the owners' business, those of projects the maintainers'; nobody grants more than they have. */
function requireMayGrant(call: SignedCall, place: Group | Project, level: number): void {
  const own = levelOn(call.instance, call.user, place);
  const needed = place.kind === "group" ? AccessLevel.owner : AccessLevel.maintainer;
  if (own < needed || (levels.includes(level) && own < level)) throw forbidden();
}

/** Levels are those that there are, and nobody can be less in a place than in the groups above it. */
function requirePossible(instance: Instance, place: Group | Project, user: User, level: number): void {
  if (!levels.includes(level)) throw invalid({ access_level: ["is not included in the list"] });
  const above = place.kind === "group" ? instance.namespaces.parentOf(place) : instance.namespaces.groupOf(place);
  for (const group of instance.namespaces.lineage(above)) {
    const inherited = instance.members.find("group", group.id, user.id)?.accessLevel ?? AccessLevel.none;
    if (inherited <= level) continue;
    const rule = `should be greater than or equal to ${nameOf(inherited)} inherited membership from group ${group.name}`;
    throw invalid({ access_level: [rule] });
  }
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
