import { z } from "zod";
import type { Purpose } from "./errors";

/** A query or a mutation for GitLab's GraphQL. https://docs.gitlab.com/api/graphql/ */
export interface Query {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly purpose: Purpose;
  /** May GitLab see it twice? Say true for a query that only reads. */
  readonly repeatable?: boolean;
}

const graphError = z.object({
  message: z.string(),
  /** Where in the data something is missing. */
  path: z.array(z.union([z.string(), z.number()])).optional(),
});

export type GraphError = z.output<typeof graphError>;

/** What GraphQL answered. What could not be read is null in the data, and mostly has an error. */
export interface GraphAnswer<T> {
  readonly data: T | null;
  readonly errors: readonly GraphError[];
}

/** The shape of an answer whose data has this shape. */
export function graphAnswer<T>(data: z.ZodType<T>): z.ZodType<GraphAnswer<T>> {
  return z.object({ data: data.nullable().default(null), errors: z.array(graphError).default([]) });
}
