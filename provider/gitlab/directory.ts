import { z } from "zod";
import type { Address, AddressKind } from "../domain/address";
import type { Call, Client } from "../http/client";
import type { Lanes } from "../http/lanes";
import { path } from "../http/path";
import { ProjectLists } from "./project-lists";

/** A group's path has another name than a project's. */
const identified = z.object({
  id: z.number(),
  path_with_namespace: z.string().optional(),
  full_path: z.string().optional(),
});

/**
 * Numeric ids for paths. Each path is asked for once per process, however many declarations name it; where that is cheaper, groups are
 * listed instead. https://docs.gitlab.com/api/projects/, https://docs.gitlab.com/api/groups/
 */
export class Directory {
  readonly #lookups = new Map<string, Promise<string>>();
  readonly #lists: ProjectLists;
  readonly #paths = new Map<string, string>();

  readonly #client: Client;
  readonly #lanes: Lanes;

  constructor(client: Client, lanes: Lanes) {
    this.#client = client;
    this.#lanes = lanes;
    this.#lists = new ProjectLists(client, lanes);
  }

  /** The id behind an address. An address that is an id is believed: the first call that uses it tells. */
  idOf(kind: AddressKind, address: Address): Promise<string> {
    if (typeof address === "number") return Promise.resolve(String(address));
    const key = `${kind}:${address.toLowerCase()}`;
    const known = this.#lookups.get(key);
    if (known !== undefined) return known;
    const lookup = kind === "group" ? this.#ask(kind, address) : this.#projectId(address);
    this.#lookups.set(key, lookup);
    lookup.catch(() => this.#lookups.delete(key)); // A failure is not remembered: the path may exist a moment later.
    return lookup;
  }

  /** The path that GitLab gave it in this process. The one it was looked up by may be a path that a project has left. */
  pathOf(kind: AddressKind, id: string): string | undefined {
    return this.#paths.get(`${kind}:${id}`);
  }

  /** An answer about something else has told the path that is in use. */
  learn(kind: AddressKind, id: string, path: string): void {
    this.#paths.set(`${kind}:${id}`, path);
  }

  async #projectId(fullPath: string): Promise<string> {
    const listed = await this.#lists.idOf(fullPath);
    if (listed === undefined) return this.#ask("project", fullPath);
    this.#paths.set(`project:${listed}`, fullPath); // A list tells of paths that are in use.
    return listed;
  }

  async #ask(kind: AddressKind, fullPath: string): Promise<string> {
    const call: Call = {
      method: "GET",
      path: kind === "project" ? path`/projects/${fullPath}` : path`/groups/${fullPath}`,
      ...(kind === "group" ? { query: { with_projects: "false" } } : {}),
      purpose: {
        action: `find the ${kind} "${fullPath}"`,
        needs: `a token with the api or read_api scope whose user can see the ${kind} "${fullPath}"`,
      },
    };
    const { id, path_with_namespace, full_path } = await this.#lanes.run(() => this.#client.send(call, identified));
    const found = path_with_namespace ?? full_path;
    if (found !== undefined) this.#paths.set(`${kind}:${id}`, found);
    return String(id);
  }
}
