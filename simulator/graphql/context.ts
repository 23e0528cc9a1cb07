import type { GraphQLFieldResolver } from "graphql";
import type { Viewer, Visit } from "../areas/access";
import type { Instance } from "../model/instance";
import type { Release } from "../model/release";
import type { Troubles } from "./troubles";

/** What every resolver knows of its request. */
export interface Context extends Visit {
  readonly instance: Instance;
  readonly user: Viewer;
  /** Whether the credential may change things: it has the scope `api`. */
  readonly mayMutate: boolean;
  readonly complexity: { readonly score: number; readonly limit: number };
  readonly troubles: Troubles;
}

type Resolver = GraphQLFieldResolver<never, Context, never>;

/** Fields that need a resolver, because they are no plain property, by type. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

/** A piece of the schema; its types may name those of other pieces. */
export interface SchemaPart {
  readonly sdl: string | ((release: Release) => string);
  readonly resolvers?: Resolvers;
  /** Which type of a union a value is of. */
  readonly unions?: Readonly<Record<string, (value: { readonly kind: string }) => string>>;
}
