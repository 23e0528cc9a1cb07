import { recordNotFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, day, integer, list, text } from "../../grape/param-types";
import { atLeastOneOf, mutuallyExclusive, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import type { Member, MemberSource } from "../../model/members";
import { placeAt } from "../addresses";
import { includesText, isAmong } from "../lists";
import { requireUnmodified } from "../preconditions";
import { addMember, addMembers, changeMember, removeMember } from "./operations";
import { presentMember, userOf } from "./presentation";
import type { Place } from "./rules";

const source = { id: requires(text) };
/** The simulator shows no seats and no way of an invitation. */
const shaping = ["show_seat_info", "with_saml_identity", "invite_source"];
const skip = optional(boolean, { initial: false });
const one = { ...source, user_id: requires(integer) };
const several = { ...source, ...pages, query: optional(text), user_ids: optional(list(integer)) };
const levelAndEnd = { access_level: requires(integer), expires_at: optional(day) };
const whoAndWhat = { ...source, ...levelAndEnd, user_id: optional(text), username: optional(text) };
const saysWho = [mutuallyExclusive("user_id", "username"), atLeastOneOf("user_id", "username")];

/** Groups and projects have the same endpoints for their members. */
export const memberRoutes = [...routesOf("group"), ...routesOf("project")];

function routesOf(kind: MemberSource): Route[] {
  const members = `/${kind}s/:id/members` as const;
  return [
    route(`GET ${members}`, { shaping, params: { ...several, skip_users: optional(list(integer)) } }, (call) => {
      const rows = call.instance.members.of(kind, placeAt(call, kind).id);
      return listed(
        call,
        rows.filter(({ userId }) => !call.params.skip_users?.includes(userId)),
      );
    }),

    route(`GET ${members}/all`, { shaping, params: several }, (call) =>
      listed(call, call.instance.members.allOf(placeAt(call, kind))),
    ),

    route(`GET ${members}/:user_id`, { params: one }, (call) =>
      ok(presentMember(call.instance, direct(call, placeAt(call, kind)))),
    ),

    route(`GET ${members}/all/:user_id`, { params: one }, (call) => {
      const all = call.instance.members.allOf(placeAt(call, kind));
      const member = all.find(({ userId }) => userId === call.params.user_id);
      if (member === undefined) throw recordNotFound();
      return ok(presentMember(call.instance, member));
    }),

    route(`POST ${members}`, { shaping, params: whoAndWhat, rules: saysWho }, (call) => {
      const place = placeAt(call, kind);
      if (![call.params.user_id, call.params.username].some((who) => who?.includes(","))) {
        return created(presentMember(call.instance, addMember(call, place, call.params)));
      }
      const failures = addMembers(call, place, call.params);
      return created(
        failures.length === 0 ? { status: "success" } : { status: "error", message: failures.join(" and ") },
      );
    }),

    route(`PUT ${members}/:user_id`, { params: { ...one, ...levelAndEnd } }, (call) => {
      const place = placeAt(call, kind);
      const member = direct(call, place);
      changeMember(call, { place, member }, call.params);
      return ok(presentMember(call.instance, member));
    }),

    route(
      `DELETE ${members}/:user_id`,
      { shaping: ["unassign_issuables"], params: { ...one, skip_subresources: skip } },
      (call) => {
        const place = placeAt(call, kind);
        const member = direct(call, place);
        requireUnmodified(call, member.updatedAt);
        removeMember(call, { place, member }, call.params.skip_subresources === true);
        return noContent();
      },
    ),
  ];
}

type Several = SignedCall<{
  readonly page: number | null;
  readonly per_page: number | null;
  readonly query?: string | null;
  readonly user_ids?: readonly number[] | null;
}>;

function listed(call: Several, members: Member[]) {
  const { query, user_ids: ids } = call.params;
  const rows = members.filter((member) => {
    const { name, username } = userOf(call.instance, member);
    return isAmong(member.userId, ids) && (!query || includesText(name, query) || includesText(username, query));
  });
  return paged(call, rows, (member) => presentMember(call.instance, member));
}

function direct({ instance, params }: SignedCall<{ readonly user_id: number | null }>, place: Place): Member {
  const member = instance.members.find(place.kind, place.id, params.user_id ?? 0);
  if (member === undefined) throw recordNotFound();
  return member;
}
