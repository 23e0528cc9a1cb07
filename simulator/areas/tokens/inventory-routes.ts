import { notFound, unauthorized } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { openRoute } from "../../grape/router";
import type { AccessToken } from "../../model/access-tokens";
import type { Resource } from "../../model/bots";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import { requireLevel } from "../access";
import { groupAt } from "../addresses";
import { filteredTokens, tokenFilters } from "./list-filters";
import { presentResourceToken } from "./presentation";

/** The release in which it was there for everybody. doc/api/groups.md */
const SINCE = "18.7";

/** GitLab.com alone has it, and asks for its own part of GitLab before it asks who calls. ee/lib/api/manage/groups.rb */
export const tokenInventoryRoutes = [
  openRoute(
    "GET /groups/:id/manage/resource_access_tokens",
    { params: { id: requires(text), ...tokenFilters, ...pages } },
    (call) => {
      const { instance, user, params } = call;
      if (instance.offering !== "gitlab.com" || !instance.release.isAtLeast(SINCE)) throw notFound();
      if (user === undefined) throw unauthorized();
      const group = groupAt(call);
      requireLevel({ instance, user }, group, AccessLevel.owner);
      const resources = tokensBelow(instance, group);
      const filters = { ...params, sort: params.sort ?? "created_asc" };
      const rows = filteredTokens([...resources.keys()], filters, instance.clock.today());
      return paged(call, rows, (token) => presentResourceToken(instance, resources.get(token) ?? group, token));
    },
  ),
];

/** The tokens of a group and of all groups and projects below it, with what each belongs to. */
function tokensBelow({ bots, namespaces }: Instance, group: Group): ReadonlyMap<AccessToken, Resource> {
  const places = [group, ...namespaces.descendants(group), ...namespaces.projectsBelow(group)];
  return new Map(places.flatMap((place) => bots.tokensOf(place).map((token) => [token, place] as const)));
}
