import type { SECRET } from "../../../../cli/preview/events";
import type { UNKNOWN } from "../../../../provider/engine/unknowns";

export const TYPES = {
  JobTokenScope: "pulumi-nodejs:dynamic/gitlab:JobTokenScope",
  ScopeAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:ScopeAllowlistEntry",
  GroupAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:GroupAllowlistEntry",
  JobTokenAllowlist: "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist",
  "another package's project entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's group entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's list": "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes",
} as const;

export type DeclaredType = keyof typeof TYPES;
export type Given = "default" | readonly string[] | undefined;

/** How a program writes an address. */
export type Written = "id" | "id as text" | "path" | "upper case, with slashes";

export interface Target {
  readonly index: number;
  readonly as: Written;
  readonly permissions: Given;
}

/** What a report can't always read of a declaration. */
export type Part = "cross" | "enabled" | "lists" | "own" | "permissions" | "project" | "target";

/** A declaration as the program means it. */
export interface Declared {
  readonly type: DeclaredType;
  readonly project: Target;
  readonly enabled: boolean | undefined;
  readonly own: boolean | undefined;
  readonly cross: boolean | undefined;
  readonly target: Target;
  readonly permissions: Given;
  readonly projects: readonly Target[] | undefined;
  readonly groups: readonly Target[] | undefined;
  readonly hidden: Readonly<Partial<Record<Part, typeof SECRET | typeof UNKNOWN>>>;
  readonly retainOnDelete: boolean;
  /** What is imported or only read is not written. */
  readonly by: "import" | "program" | "read";
}

export function isOurs({ type }: Declared): boolean {
  return TYPES[type].startsWith("pulumi-nodejs:");
}

export function typeToken({ type }: Declared): string {
  return TYPES[type];
}

/** What one declaration was and is. */
export interface Pair {
  readonly before: Declared | undefined;
  readonly after: Declared | undefined;
  /** What GitLab holds where the program imports or reads, whatever the program says of it. */
  readonly there?: Declared;
}

/** Returns whether the engine deletes the old thing: it is declared no more, or replaced. */
export function isGone(before: Declared, after: Declared | undefined): boolean {
  if (after === undefined || after.type !== before.type || after.project.index !== before.project.index) return true;
  const isSingle = /entry$/i.test(after.type);
  const isProjects = /project|Scope/.test(after.type);
  const count = isProjects ? 5 : 4;
  return isSingle && after.target.index % count !== before.target.index % count;
}

export function isSame(before: Declared | undefined, after: Declared | undefined): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
