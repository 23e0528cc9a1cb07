import type { Estate } from "./estate";
import type { Shard } from "./shards";

/** What an import writes: texts by their paths in the folder. */
export type Files = ReadonlyMap<string, string>;

export interface Plan {
  readonly estate: Estate;
  /** The name of the stack where there is one. */
  readonly stack: string;
  /** Stacks of at most 500 lists instead of one. */
  readonly isSharded: boolean;
  /** Today in UTC. */
  readonly today: string;
}

/** The name of the project in Pulumi.yaml, of the map in the program, and of its folder. */
export const NAME = "access";

/** The folder of a shard's map. */
export function folderOf({ stack }: Pick<Shard, "stack">, { isSharded }: Pick<Plan, "isSharded">): string {
  return isSharded ? `${NAME}/${stack}` : NAME;
}

/** Each stack has waivers of its own, because the policy pack speaks up about a waiver that meets nothing in its stack. */
export function policiesName(stack: string, { isSharded }: Pick<Plan, "isSharded">): string {
  return isSharded ? `policies.${stack}.json` : "policies.json";
}

export function importName({ stack }: Pick<Shard, "stack">, { isSharded }: Pick<Plan, "isSharded">): string {
  return isSharded ? `import.${stack}.json` : "import.json";
}
