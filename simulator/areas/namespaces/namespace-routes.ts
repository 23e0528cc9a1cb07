import { notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, text } from "../../grape/param-types";
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

  route("GET /namespaces/:id", { params: { id: requires(text) } }, (call) => {
    const namespace = findNamespace(call, call.params.id);
    return ok(presentNamespace(call.instance, namespace.id));
  }),
];

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
