import type { Address } from "../domain/address";
import type { Permissions } from "../domain/permissions";
import type { ListName } from "./keys";
import type { Spot } from "./problem";

/** Where a value stands. */
export interface Where {
  readonly spot: Spot;
  readonly path: readonly string[];
}

export interface Found<Value> {
  readonly value: Value;
  readonly where: Where;
}

/** A project or group that is let in, and its permissions. Undefined permissions are not managed. */
export interface Member {
  readonly address: Address;
  readonly permissions: Permissions | undefined;
}

/** One item of a list: a project or group, or all of a set. */
export type Item = Found<Member | { readonly set: string }>;

export function isSet(value: Item["value"]): value is { readonly set: string } {
  return "set" in value;
}

/** The settings that are true or false. */
export const FLAGS = [
  "enabled",
  "pushRepositoryForJobTokenAllowed",
  "crossProjectPushForJobTokenAllowed",
  "replaceExisting",
] as const;
export type Flag = (typeof FLAGS)[number];

/** What is said of a project's access. What is left out is not managed. */
export interface Settings extends Partial<Record<Flag, Found<boolean>>> {
  readonly permissions?: Found<Permissions>;
  readonly projects?: Found<readonly Item[]>;
  readonly groups?: Found<readonly Item[]>;
}

export interface ProjectPart {
  readonly project: Found<string>;
  readonly settings: Settings;
  readonly reason?: string;
  readonly was: readonly string[];
}

/** One file, or one object of a program. */
export interface MapPart {
  /** The group or project that the file speaks for; undefined for an object, which speaks for all. */
  readonly place: string | undefined;
  readonly file: string | undefined;
  readonly defaults: Settings;
  readonly projects: readonly ProjectPart[];
}

export interface SetPart {
  readonly name: Found<string>;
  readonly lists: { readonly [Name in ListName]?: readonly Item[] };
}
