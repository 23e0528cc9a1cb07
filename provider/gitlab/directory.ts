import { z } from "zod";
import type { Address, AddressKind } from "./address";
import type { Call, Client } from "./client";
import type { Lanes } from "./lanes";
import { path } from "./path";
import { ProjectLists } from "./project-lists";

const identified = z.object({ id: z.number() });

/**
 * Numeric ids for paths. Each path is asked for once per process, however many declarations name it; where that is cheaper, groups are
 * listed instead. https://docs.gitlab.com/api/projects/, https://docs.gitlab.com/api/groups/
 */
export class Directory {
  private readonly lookups = new Map<string, Promise<string>>();
  private readonly lists: ProjectLists;

  constructor(
    private readonly client: Client,
    private readonly lanes: Lanes,
  ) {
    this.lists = new ProjectLists(client, lanes);
  }

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

  private async projectId(fullPath: string): Promise<string> {
    return (await this.lists.idOf(fullPath)) ?? this.ask("project", fullPath);
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
    return String((await this.lanes.run(() => this.client.send(call, identified))).id);
  }
}
