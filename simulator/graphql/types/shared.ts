import { GraphQLError, type GraphQLScalarType, Kind } from "graphql";
import type { SchemaPart } from "../context";

/** The arguments of every connection, as SDL. */
export const PAGING = "after: String, before: String, first: Int, last: Int";

/** A connection of a type with its edges, and with what it says about the list: most say how many rows there are. */
export function connectionTypes(node: string, about = "count(limit: Int): Int!"): string {
  return `
    type ${node}Connection {
      ${about}
      edges: [${node}Edge]
      nodes: [${node}]
      pageInfo: PageInfo!
    }
    type ${node}Edge {
      cursor: String!
      node: ${node}
    }`;
}

export const shared: SchemaPart = {
  sdl: `
    type PageInfo {
      endCursor: String
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
    }
    scalar Time
    scalar GroupID
    scalar ProjectID
    scalar UserID
  `,
};

interface Counted {
  readonly total: number;
}

/** A count with a limit stops one past it. */
export function count({ total }: Counted, { limit }: { readonly limit?: number | null }): number {
  return limit === null || limit === undefined ? total : Math.min(total, limit + 1);
}

/** Times and ids travel as texts. */
export function makeScalarsTexts(scalar: GraphQLScalarType): void {
  scalar.serialize = (value) => (value instanceof Date ? value.toISOString() : value);
  scalar.parseLiteral = (node) => {
    if (node.kind === Kind.STRING) return node.value;
    throw new GraphQLError(`"${scalar.name}" takes a text`);
  };
}
