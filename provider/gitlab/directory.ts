import { z } from "zod";
import { type Address, type AddressKind, isNumericId } from "../domain/address";
import { UserError } from "../domain/user-error";
import type { Call, Client } from "../http/client";
import { isNotFound } from "../http/errors";
import type { Lanes } from "../http/lanes";
import { path } from "../http/path";
import { ProjectLists } from "./project-lists";

/** The field of a group's path has another name than that of a project's path. */
const identified = z.object({
  id: z.number(),
  path_with_namespace: z.string().optional(),
  full_path: z.string().optional(),
});

const IS_OTHER = {
  project: "is a project, not a group: put it under `projects`, or name it as `targetProject` or `project`",
  group:
    "is a group, not a project: put it under `groups`, or name it as `targetGroup` or `group` where a group may stand",
} as const;

/** A path that leads to a project where a group is named, or the other way round. Nothing is hidden then: the program is wrong. */
export class WrongKindError extends UserError {
  override readonly name = "WrongKindError";

  constructor(path: string, kind: AddressKind) {
    super({ summary: "another kind", message: `${path} ${IS_OTHER[kind]}.`, secrets: [] });
  }
}

/**
 * Numeric ids for paths. Each path is looked up once per process, however many declarations name it. Groups are listed
 * instead where that is cheaper. https://docs.gitlab.com/api/projects/, https://docs.gitlab.com/api/groups/
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

  /** Returns the id behind an address. An id is not checked: the first call that uses it fails where it is wrong. */
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

  /** Returns the path that GitLab gave for it in this process. The path that was looked up may be one that the project has left. */
  pathOf(kind: AddressKind, id: string): string | undefined {
    return this.#paths.get(`${kind}:${id}`);
  }

  /** Returns the present path behind an id. */
  async findPath(kind: AddressKind, id: string): Promise<string> {
    await this.#ask(kind, id);
    return this.pathOf(kind, id) ?? id;
  }

  /** Records the present path, which an answer about something else contained. */
  learn(kind: AddressKind, id: string, path: string): void {
    this.#paths.set(`${kind}:${id}`, path);
  }

  async #projectId(fullPath: string): Promise<string> {
    const listed = await this.#lists.idOf(fullPath);
    if (listed === undefined) return this.#ask("project", fullPath);
    this.#paths.set(`project:${listed}`, fullPath); // A list contains present paths only.
    return listed;
  }

  async #ask(kind: AddressKind, fullPath: string): Promise<string> {
    try {
      return await this.#look(kind, fullPath);
    } catch (error) {
      const other = kind === "project" ? "group" : "project";
      if (isNotFound(error) && !isNumericId(fullPath) && (await this.#isThere(other, fullPath)))
        throw new WrongKindError(fullPath, other);
      throw error;
    }
  }

  /** One look more, after a look that found nothing. Where it fails, the first failure is what counts. */
  async #isThere(kind: AddressKind, fullPath: string): Promise<boolean> {
    try {
      await this.#look(kind, fullPath);
      return true;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  }

  async #look(kind: AddressKind, fullPath: string): Promise<string> {
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
