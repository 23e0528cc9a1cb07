import { z } from "zod";
import type { Address, AddressKind } from "./address";
import type { Call, Client } from "./client";
import { isNotFound } from "./errors";
import { path } from "./path";

/** So many look-ups below one group cost less than its whole list; from then on the list is read. */
const SINGLE_LOOKUPS_PER_GROUP = 3;
/** A group whose list is longer than this is never read whole: its projects are asked for one by one. */
const MAX_LISTED_PROJECTS = 500;

/** A group's path has another name than a project's. */
const identified = z.object({
  id: z.number(),
  path_with_namespace: z.string().optional(),
  full_path: z.string().optional(),
});
const listed = z.array(z.object({ id: z.number(), path_with_namespace: z.string() }));

/**
 * Numeric ids for paths. Each path is asked for once per process, however many declarations name it; where many projects below one
 * group are named, the group is listed instead. https://docs.gitlab.com/api/projects/, https://docs.gitlab.com/api/groups/
 */
export class Directory {
  private readonly lookups = new Map<string, Promise<string>>();
  private readonly namespaces = new Map<string, { singles: number; list?: Promise<ReadonlyMap<string, string>> }>();

  private readonly paths = new Map<string, string>();

  constructor(private readonly client: Client) {}

  /** The id behind an address. An address that is an id is believed: the first call that uses it tells. */
  idOf(kind: AddressKind, address: Address): Promise<string> {
    if (typeof address === "number") return Promise.resolve(String(address));
    const key = `${kind}:${address.toLowerCase()}`;
    const known = this.lookups.get(key);
    if (known !== undefined) return known;
    const lookup = kind === "group" ? this.ask(kind, address) : this.projectId(address);
    this.lookups.set(key, lookup);
    lookup.catch(() => this.lookups.delete(key)); // A failure is not remembered: the path may exist a moment later.
    return lookup;
  }

  /** The path that GitLab gave it in this process. The one it was looked up by may be a path that a project has left. */
  pathOf(kind: AddressKind, id: string): string | undefined {
    return this.paths.get(`${kind}:${id}`);
  }

  private async projectId(fullPath: string): Promise<string> {
    const group = fullPath.slice(0, fullPath.lastIndexOf("/"));
    const namespace = this.namespaces.get(group.toLowerCase()) ?? { singles: 0 };
    this.namespaces.set(group.toLowerCase(), namespace);
    if (namespace.singles < SINGLE_LOOKUPS_PER_GROUP) {
      namespace.singles += 1;
      return this.ask("project", fullPath);
    }
    namespace.list ??= this.list(group);
    namespace.list.catch(() => delete namespace.list); // Not remembered either.
    return (await namespace.list).get(fullPath.toLowerCase()) ?? this.ask("project", fullPath);
  }

  private async ask(kind: AddressKind, fullPath: string): Promise<string> {
    const call: Call = {
      method: "GET",
      path: kind === "project" ? path`/projects/${fullPath}` : path`/groups/${fullPath}`,
      ...(kind === "group" ? { query: { with_projects: "false" } } : {}),
      purpose: {
        action: `find the ${kind} "${fullPath}"`,
        needs: `a token with the api or read_api scope whose user can see the ${kind} "${fullPath}"`,
      },
    };
    const { id, path_with_namespace, full_path } = await this.client.send(call, identified);
    const found = path_with_namespace ?? full_path;
    if (found !== undefined) this.paths.set(`${kind}:${id}`, found);
    return String(id);
  }

  /** Paths (lower case) → ids of the projects directly in a group. A user's own namespace is no group: nothing is listed then. */
  private async list(group: string): Promise<ReadonlyMap<string, string>> {
    const call: Call = {
      method: "GET",
      path: path`/groups/${group}/projects`,
      query: { simple: "true", order_by: "id", sort: "asc" },
      purpose: {
        action: `list the projects of the group "${group}"`,
        needs: `a token with the api or read_api scope whose user can see the group "${group}"`,
      },
    };
    const ids = new Map<string, string>();
    try {
      for await (const { id, path_with_namespace } of this.client.rows(call, listed)) {
        ids.set(path_with_namespace.toLowerCase(), String(id));
        this.paths.set(`project:${id}`, path_with_namespace);
        if (ids.size >= MAX_LISTED_PROJECTS) break;
      }
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    return ids;
  }
}
