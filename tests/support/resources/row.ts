import type { World } from "../gitlab/world";
import type { ResourceFixture } from "./fixture";

/** A resource's row in the table of promises. A new resource adds one. */
export interface Row {
  readonly type: string;
  /** The input combinations that every promise is held against. */
  readonly variants: Readonly<Record<string, (world: World) => Promise<ResourceFixture>>>;
  /** What GitLab answers to `create`, where it is not what it answers elsewhere. A status may be a pattern. */
  readonly refusals?: Readonly<Partial<Record<Refusal, { readonly status: number | string; readonly says: RegExp }>>>;
  /** Where reading and deleting take other rights than creating, tests of their own say how that is explained. */
  readonly refusedLater?: "as on create" | "in its own words";
  /** Which requests of a step the faults strike; those of the job token scope by default. */
  struck?(step: "create" | "delete" | "read"): {
    readonly path: RegExp;
    readonly method?: string;
    /** What GraphQL is asked for. */
    readonly field?: string;
  };
  /** Is a second declaration of the same thing refused? */
  readonly sole?: true;
}

/** Why a credential is refused. */
type Refusal = "nothing can be seen" | "the role is too low" | "the scope is missing" | "the token is not valid";

/** The request that each step is about. */
export const methods = { create: "POST", read: "GET", delete: "DELETE" } as const;
