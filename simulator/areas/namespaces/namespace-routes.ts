import { notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Namespace } from "../../model/namespaces";
import { canReadGroup, levelOn } from "../access";
import { presentNamespace } from "../basic-entities";
import { includesText } from "../lists";

export const namespaceRoutes = [
  route(
    "GET /namespaces",
    { params: { ...pages, search: optional(text), owned_only: optional(boolean), top_level_only: optional(boolean) } },
    (call) => {
      const { instance, params, user } = call;
      const all: Namespace[] = [...instance.namespaces.users(), ...instance.namespaces.groups.values()];
      const rows = all.filter((namespace) => {
        if (!isMember(call, namespace)) return false;
        if (params.owned_only && namespace.kind === "group" && levelOn(instance, user, namespace) < 50) return false;
        if (params.top_level_only && namespace.kind === "group" && namespace.parentId !== null) return false;
        return (
          !params.search ||
          includesText(namespace.fullPath, params.search) ||
          includesText(namespace.name, params.search)
        );
      });
      return paged(
        call,
        rows.sort((a, b) => a.id - b.id),
        ({ id }) => presentNamespace(instance, id),
      );
    },
  ),

  route("GET /namespaces/:id/exists", { params: { id: requires(text), parent_id: optional(integer) } }, (call) => {
    const { namespaces } = call.instance;
    const parent = call.params.parent_id ? namespaces.namespace(call.params.parent_id) : undefined;
    const path = (free: string) => (parent ? `${parent.fullPath}/${free}` : free);
    const isTaken = (free: string) => {
      const place = call.params.parent_id && parent === undefined ? undefined : namespaces.atPath(path(free));
      return place !== undefined && place.kind !== "project";
    };
    const name = call.params.id ?? "";
    return ok({ exists: isTaken(name), suggests: isTaken(name) ? [firstFree(name, isTaken)] : [] });
  }),

  route("GET /namespaces/:id", { params: { id: requires(text) } }, (call) => {
    const namespace = findNamespace(call, call.params.id);
    return ok(presentNamespace(call.instance, namespace.id));
  }),
];

/** GitLab suggests the name with the lowest number that makes it free. */
function firstFree(name: string, isTaken: (free: string) => boolean): string {
  for (let number = 1; ; number += 1) if (!isTaken(`${name}${number}`)) return `${name}${number}`;
}

/** A group or a user's namespace, by id or by path, if the caller is a member of it. */
export function findNamespace(call: SignedCall, address: string | null): Namespace {
  const { namespaces } = call.instance;
  const id = String(address);
  const place = /^-?\d+$/.test(id) ? namespaces.namespace(Number(id)) : namespaces.atPath(id);
  if (place === undefined || place.kind === "project" || !isMember(call, place)) throw notFound("Namespace");
  return place;
}

function isMember({ instance, user }: SignedCall, namespace: Namespace): boolean {
  if (namespace.kind === "user") return user.admin || namespace.user === user;
  return levelOn(instance, user, namespace) > 0 && canReadGroup(instance, user, namespace);
}
