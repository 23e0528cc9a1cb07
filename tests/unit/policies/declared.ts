/** What Pulumi's Node SDK puts in the place of a value that a preview doesn't know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A declaration as the engine tells it to a policy: what it waits for, and what its inputs come from, beside its properties. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly dependsOn?: readonly Declared[];
  readonly from?: Readonly<Record<string, readonly Declared[]>>;
  readonly provider?: Provider;
}

/** An explicit provider: its name and the URL of its GitLab. */
export interface Provider {
  readonly name: string;
  readonly baseUrl: unknown;
}

export const jobTokenScope = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("JobTokenScope", name, props, rest);
export const scopeEntry = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("ScopeAllowlistEntry", name, props, rest);
export const groupEntry = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("GroupAllowlistEntry", name, props, rest);
export const jobTokenAllowlist = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("JobTokenAllowlist", name, props, rest);
export const userRunner = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("UserRunner", name, props, rest);
export const projectToken = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("RotatingProjectToken", name, props, rest);
export const groupToken = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("RotatingGroupToken", name, props, rest);
export const projectVariable = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("ProjectVariable", name, props, rest);
export const groupVariable = (name: string, props: object, rest: Partial<Declared> = {}) =>
  declared("GroupVariable", name, props, rest);
export const foreign = (name: string): Declared => ({ type: "acme:index:Project", name, props: {} });

export function declared(type: string, name: string, props: object, rest: Partial<Declared>): Declared {
  return { type: `pulumi-nodejs:dynamic/gitlab:${type}`, name, props: { ...props }, ...rest };
}
