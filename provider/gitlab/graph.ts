import { z } from "zod";
import type { AddressKind } from "../domain/address";
import { type Client, MOST_PAGES } from "../http/client";
import { LostAnswerError } from "../http/errors";
import type { Query } from "../http/graphql";

/** GitLab gives up a query after 30 seconds, and the same one may take less a moment later. */
const READS_IN_ALL = 2;

/** Sends a query that only reads, and returns its data. Anything that is missing in them is an error. */
export async function ask<T>(client: Client, query: Query, shape: z.ZodType<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await whole(client, { ...query, repeatable: true }, shape);
    } catch (error) {
      if (!(error instanceof LostAnswerError) || attempt === READS_IN_ALL) throw error;
    }
  }
}

/** Sends a mutation, which is called `payload`, and returns its payload. Errors in it are errors of the call. */
export async function mutate<T extends Payload>(client: Client, query: Query, shape: z.ZodType<T>): Promise<T> {
  const data = await whole(client, query, z.object({ payload: shape.nullable() }));
  if (data.payload === null) throw client.failureOf(query, 403);
  if (data.payload.errors.length > 0) throw client.failureOf(query, data.payload.errors);
  return data.payload;
}

interface Payload {
  readonly errors: readonly string[];
}

/** GraphQL answers 200 with errors, with data, or with both. */
async function whole<T>(client: Client, query: Query, shape: z.ZodType<T>): Promise<T> {
  const { data, errors } = await client.query(query, shape);
  if (errors.length > 0 || data === null)
    throw client.failureOf(
      query,
      errors.map(({ message }) => message),
    );
  return data;
}

/**
 * The positions from which pages of one list were asked for. GitLab gives a new one with each page. What caches answers may give an old one again,
 * and following it would not end.
 */
export class Positions {
  readonly #asked = new Set<string>();

  /** Remembers a position. Returns whether it is a new one. */
  isNew(position: unknown): boolean {
    const text = JSON.stringify(position);
    if (this.#asked.has(text) || this.#asked.size >= MOST_PAGES) return false;
    this.#asked.add(text);
    return true;
  }
}

const TYPES = { project: "Project", group: "Group" } as const;

/** GraphQL's name for a project or a group: `gid://gitlab/Project/12`. */
export function globalId(kind: AddressKind, id: string): string {
  return `gid://gitlab/${TYPES[kind]}/${id}`;
}

/** The shape of a global id of a project or a group. */
export const globalIdShape = z.string().transform((text, context): { kind: AddressKind; id: string } => {
  const [, type, id] = /^gid:\/\/gitlab\/(Project|Group)\/(\d+)$/.exec(text) ?? [];
  if (id !== undefined) return { kind: type === "Project" ? "project" : "group", id };
  context.addIssue({ code: "custom", message: "is no global id of a project or a group" });
  return z.NEVER;
});
