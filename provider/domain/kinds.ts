/** What a resource is about. Sections of the report and rules go by it. */
export type Kind = "access" | "runner" | "token" | "variable";

/** Every resource of the package. A new one begins here; what it needs elsewhere then doesn't compile, or `every-resource.test.ts` names it. */
export const KINDS = {
  JobTokenScope: "access",
  ScopeAllowlistEntry: "access",
  GroupAllowlistEntry: "access",
  JobTokenAllowlist: "access",
  UserRunner: "runner",
  RotatingProjectToken: "token",
  RotatingGroupToken: "token",
  ProjectVariable: "variable",
  GroupVariable: "variable",
} as const satisfies Readonly<Record<string, Kind>>;

export type TypeName = keyof typeof KINDS;

/** The types of a kind: a table over them forgets none. */
export type TypeOf<Of extends Kind> = { [Name in TypeName]: (typeof KINDS)[Name] extends Of ? Name : never }[TypeName];

const TOKEN_PREFIX = "pulumi-nodejs:dynamic/gitlab:";

/** Pulumi's type token of a resource: policies match on it, states and events name it. */
export type TypeToken = `${typeof TOKEN_PREFIX}${TypeName}`;

export function isTypeName(text: string): text is TypeName {
  return Object.hasOwn(KINDS, text);
}

/** The type of ours that a type token names; undefined for everything that is not ours. */
export function typeNameOf(token: string): TypeName | undefined {
  const name = token.startsWith(TOKEN_PREFIX) ? token.slice(TOKEN_PREFIX.length) : "";
  return isTypeName(name) ? name : undefined;
}

/** What a resource with this type token is about; undefined for everything that is not ours. */
export function kindOf(token: string): Kind | undefined {
  const name = typeNameOf(token);
  return name === undefined ? undefined : KINDS[name];
}
