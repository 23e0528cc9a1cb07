import { notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { optional, requires, type Values } from "../../grape/params";
import { ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import type { Namespace } from "../../model/namespaces";
import { canReadGroup, levelOn } from "../access";
import { includesText } from "../lists";
import { presentNamespaceDetail } from "./presentation";

const filters = {
  search: optional(text),
  owned_only: optional(boolean),
  top_level_only: optional(boolean, { initial: false }),
  full_path_search: optional(boolean, { initial: false }),
};
type Filters = Values<typeof filters>;

export const namespaceRoutes = [
  route("GET /namespaces", { params: { ...pages, ...filters } }, (call) => {
    const { instance, params } = call;
    const all: Namespace[] = [...instance.namespaces.users(), ...instance.namespaces.groups.values()];
    const rows = all.filter((namespace) => isOwn(call, namespace, params.owned_only === true));
    const found = rows.filter((namespace) => matches(namespace, params)).sort((a, b) => a.id - b.id);
    return paged(call, found, (namespace) => presentNamespaceDetail(call, namespace));
  }),

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
    return ok(presentNamespaceDetail(call, findNamespace(call, call.params.id)));
  }),
];

/** Administrators see all; others their own, and the groups that they are members of themselves. */
function isOwn({ instance, user }: SignedCall, namespace: Namespace, ownedOnly: boolean): boolean {
  if (user.admin) return true;
  if (namespace.kind === "user") return namespace.user === user;
  const level = instance.members.find("group", namespace.id, user.id)?.accessLevel ?? AccessLevel.none;
  return level >= (ownedOnly ? AccessLevel.owner : AccessLevel.guest);
}

/** A search looks at name and path, and at those of the groups above only where that is asked for. */
function matches(namespace: Namespace, { search, top_level_only: top, full_path_search: whole }: Filters): boolean {
  if (top && namespace.kind === "group" && namespace.parentId !== null) return false;
  if (!search) return true;
  const path = namespace.kind === "group" ? namespace.path : namespace.fullPath;
  const fields = whole ? [namespace.fullPath, namespace.fullName] : [path, namespace.name];
  return fields.some((field) => includesText(field, search));
}

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
