import type { SECRET } from "../../../../cli/preview/events";
import type { UNKNOWN } from "../../../../provider/engine/unknowns";
import type { Terms } from "./tokens";
import type { Flags } from "./variables";

export const TYPES = {
  JobTokenScope: "pulumi-nodejs:dynamic/gitlab:JobTokenScope",
  ScopeAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:ScopeAllowlistEntry",
  GroupAllowlistEntry: "pulumi-nodejs:dynamic/gitlab:GroupAllowlistEntry",
  JobTokenAllowlist: "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist",
  "another package's project entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's group entry": "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
  "another package's list": "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes",
  ProjectVariable: "pulumi-nodejs:dynamic/gitlab:ProjectVariable",
  "another package's variable": "gitlab:index/projectVariable:ProjectVariable",
  RotatingProjectToken: "pulumi-nodejs:dynamic/gitlab:RotatingProjectToken",
  "another package's token": "gitlab:index/projectAccessToken:ProjectAccessToken",
} as const;

const MAP = "gitlab-ci-access:index:AccessMap";

export type DeclaredType = keyof typeof TYPES;
export type Given = "default" | readonly string[] | undefined;

/** How a program writes an address. */
export type Written = "id" | "id as text" | "former path" | "path" | "upper case, with slashes";

export interface Target {
  readonly index: number;
  readonly as: Written;
  readonly permissions: Given;
}

/** What a report can't always read of a declaration. */
export type Part =
  | "cross"
  | "enabled"
  | "flag"
  | "key"
  | "life"
  | "lists"
  | "own"
  | "permissions"
  | "project"
  | "target";

/** A declaration as the program means it. */
export interface Declared extends Terms {
  readonly type: DeclaredType;
  /** Which of the two GitLabs its provider leads to. */
  readonly gitlab: 0 | 1;
  readonly project: Target;
  readonly enabled: boolean | undefined;
  readonly own: boolean | undefined;
  readonly cross: boolean | undefined;
  readonly target: Target;
  readonly permissions: Given;
  readonly projects: readonly Target[] | undefined;
  readonly groups: readonly Target[] | undefined;
  readonly hidden: Readonly<Partial<Record<Part, typeof SECRET | typeof UNKNOWN>>>;
  readonly variable: Flags;
  readonly retainOnDelete: boolean;
  /** A list may be declared by an access map, which keeps in GitLab what leaves it. */
  readonly isInMap: boolean;
  /** The engine takes it for the same one wherever it was declared before. */
  readonly hasAliases: boolean;
  /** What is imported or only read is not written. */
  readonly by: "import" | "program" | "read";
}

export function isOurs({ type }: Declared): boolean {
  return TYPES[type].startsWith("pulumi-nodejs:");
}

export function typeToken({ type }: Declared): string {
  return TYPES[type];
}

export function isToken({ type }: Declared): boolean {
  return /token$/i.test(type);
}

export function isVariable({ type }: Declared): boolean {
  return /variable$/i.test(type);
}

/** The types in its URN: what stands in a component has the component's type before its own. */
export function typesIn(one: Declared): string {
  return isOfMap(one) ? `${MAP}$${typeToken(one)}` : typeToken(one);
}

export function isRetained(one: Declared): boolean {
  return one.retainOnDelete || isOfMap(one);
}

function isOfMap({ type, isInMap }: Declared): boolean {
  return type === "JobTokenAllowlist" && isInMap;
}

/** Returns whether the engine takes both for one resource, whatever their names are. */
export function isOneResource(before: Declared, after: Declared): boolean {
  return before.type === after.type && (after.hasAliases || isOfMap(before) === isOfMap(after));
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
  if (after === undefined || !isOneResource(before, after) || after.gitlab !== before.gitlab) return true;
  if (after.project.index !== before.project.index) return true;
  if (isVariable(after)) return !isOneVariable(before.variable, after.variable);
  const isSingle = /entry$/i.test(after.type);
  const isProjects = /project|Scope/.test(after.type);
  const count = isProjects ? 5 : 4;
  return isSingle && after.target.index % count !== before.target.index % count;
}

function isOneVariable(one: Flags, other: Flags): boolean {
  return one.key === other.key && (one.environmentScope ?? "*") === (other.environmentScope ?? "*");
}

export function isSame(before: Declared | undefined, after: Declared | undefined): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
