import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { AddressKind } from "../domain/address";
import type { Client } from "../http/client";
import { LostAnswerError } from "../http/errors";
import type { Query } from "../http/graphql";
import type { Directory } from "./directory";
import { ask, globalId, globalIdShape } from "./graph";

/** As many as GitLab takes in one query without trouble. */
const AT_ONCE = 50;

const answer = z.object({
  projects: z.object({ nodes: z.array(z.object({ id: globalIdShape, fullPath: z.string() })) }),
});

type Found = ReadonlyMap<string, string>;

/** The paths of today behind ids, because GraphQL's mutations take paths only. Projects that are asked for at the same time share queries. */
export class Paths {
  readonly #client: Client;
  readonly #directory: Directory;
  #batch: { readonly ids: Set<string>; readonly found: Promise<Found> } | undefined;

  constructor(client: Client, directory: Directory) {
    this.#client = client;
    this.#directory = directory;
  }

  /** Returns the path. Throws where GitLab does not show it. */
  async of(kind: AddressKind, id: string): Promise<string> {
    const known = this.#directory.pathOf(kind, id);
    if (known !== undefined) return known;
    if (kind === "group") return this.#directory.findPath(kind, id);
    const path = (await this.#inBatch(id)).get(id);
    if (path === undefined) throw this.#client.failureOf(queryFor([id]), 404);
    this.#directory.learn(kind, id, path);
    return path;
  }

  #inBatch(id: string): Promise<Found> {
    this.#batch ??= this.#nextBatch();
    this.#batch.ids.add(id);
    return this.#batch.found;
  }

  #nextBatch() {
    const ids = new Set<string>();
    const found = setImmediate().then(() => {
      this.#batch = undefined;
      return this.#all([...ids]);
    });
    return { ids, found };
  }

  async #all(ids: readonly string[]): Promise<Found> {
    const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) =>
      this.#some(ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE)),
    );
    return new Map((await Promise.all(parts)).flatMap((part) => [...part]));
  }

  /** A query that takes GitLab too long is halved. */
  async #some(ids: readonly string[]): Promise<Found> {
    try {
      const { nodes } = (await ask(this.#client, queryFor(ids), answer)).projects;
      return new Map(nodes.map(({ id, fullPath }) => [id.id, fullPath]));
    } catch (error) {
      if (!(error instanceof LostAnswerError) || ids.length === 1) throw error;
      const half = Math.ceil(ids.length / 2);
      const [one, other] = [await this.#some(ids.slice(0, half)), await this.#some(ids.slice(half))];
      return new Map([...one, ...other]);
    }
  }
}

function queryFor(ids: readonly string[]): Query {
  return {
    query: `query($ids:[ID!]!){projects(ids:$ids,first:${AT_ONCE}){nodes{id fullPath}}}`,
    variables: { ids: ids.map((id) => globalId("project", id)) },
    purpose: {
      action: ids.length === 1 ? `find the path of project ${ids[0]}` : `find the paths of ${ids.length} projects`,
      needs: "a token with the api scope whose user can see what is let in",
    },
  };
}
