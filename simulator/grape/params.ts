import { grapeError } from "./errors";

/** Parameters as they arrive: text from paths, queries and forms, anything from JSON. */
export type RawParams = Readonly<Record<string, unknown>>;

/** Marks a value that a type refuses. */
export const refused = Symbol("refused");

/** Turns what arrived into a value of its type. Never called with null: every Grape parameter may be null. */
export type Coerce<T> = (value: unknown) => T | typeof refused;

/** One declared parameter. `Sure` is true where the handler always finds the key: required, or with a default. */
export interface Param<T, Sure extends boolean> {
  readonly coerce: Coerce<T>;
  readonly required: boolean;
  readonly sure: Sure;
  readonly allowBlank: boolean;
  readonly values: readonly unknown[] | undefined;
  readonly initial: T | undefined;
}

export type Params = Readonly<Record<string, Param<unknown, boolean>>>;

/** What a handler gets for the parameters it declared. */
export type Values<P extends Params> = {
  readonly [K in keyof P as P[K] extends Param<unknown, true> ? K : never]: Value<P[K]>;
} & {
  readonly [K in keyof P as P[K] extends Param<unknown, true> ? never : K]?: Value<P[K]>;
};
type Value<P> = P extends Param<infer T, boolean> ? (P extends { readonly allowBlank: false } ? T : T | null) : never;

/**
 * `values` are the only ones allowed, `items` the only ones in a list; a value that is of the type but not among them
 * has a complaint of its own.
 */
interface Options<V> {
  readonly values?: readonly V[];
  readonly items?: readonly string[];
}

type Required<T, Blank extends boolean> = Param<T, true> & { readonly allowBlank: Blank };

export function requires<T, const V extends T = T>(coerce: Coerce<T>, options?: Options<V>): Required<V, true>;
export function requires<T, const V extends T = T>(
  coerce: Coerce<T>,
  options: Options<V> & { readonly allowBlank: false },
): Required<V, false>;
export function requires<T>(coerce: Coerce<T>, options: Options<T> & { readonly allowBlank?: boolean } = {}) {
  const { values, items, allowBlank = true } = options;
  return { coerce, required: true, sure: true, allowBlank, values: values ?? items, initial: undefined };
}

export function optional<T, const V extends T = T>(
  coerce: Coerce<T>,
  options: Options<V> & { readonly initial: NoInfer<V> },
): Param<V, true>;
export function optional<T, const V extends T = T>(coerce: Coerce<T>, options?: Options<V>): Param<V, false>;
export function optional<T>(coerce: Coerce<T>, options: Options<T> & { readonly initial?: T } = {}) {
  const { values, items, initial } = options;
  return { coerce, required: false, sure: initial !== undefined, allowBlank: true, values: values ?? items, initial };
}

/** A rule over several parameters; returns Grape's text when it is broken. */
export type Rule = (given: RawParams) => string | undefined;

export const atLeastOneOf =
  (...names: string[]): Rule =>
  (given) =>
    names.some((name) => name in given)
      ? undefined
      : `${names.join(", ")} are missing, at least one parameter must be provided`;

export const mutuallyExclusive =
  (...names: string[]): Rule =>
  (given) => {
    const present = names.filter((name) => name in given);
    return present.length > 1 ? `${present.join(", ")} are mutually exclusive` : undefined;
  };

/**
 * Grape's validation: every declared parameter is judged, all complaints go into one sentence. Parameters that nobody
 * declared are ignored, as GitLab ignores them.
 */
export function validate(params: Params, rules: readonly Rule[], raw: RawParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const [name, param] of Object.entries(params)) {
    const value = coerced(param, raw[name]);
    for (const complaint of judge(param, name in raw, value)) complaints.push(`${name} ${complaint}`);
    if (name in raw) values[name] = value;
    else if (param.initial !== undefined) values[name] = param.initial;
  }
  for (const rule of rules) {
    const complaint = rule(raw);
    if (complaint !== undefined) complaints.push(complaint);
  }
  if (complaints.length > 0) throw grapeError(400, complaints.join(", "));
  return values;
}

function coerced(param: Param<unknown, boolean>, value: unknown): unknown {
  return value === undefined || value === null ? null : param.coerce(value);
}

/** The order is Grape's: presence, type, blankness, allowed values; a missing value is also an empty one. */
function* judge(param: Param<unknown, boolean>, given: boolean, value: unknown): Generator<string> {
  if (!given && !param.required) return;
  if (!given) yield "is missing";
  if (value === refused) {
    yield "is invalid";
    return;
  }
  if (!param.allowBlank && isBlank(value)) yield "is empty";
  if (param.values === undefined || (value === null && !param.required)) return;
  const candidates = Array.isArray(value) ? value : [value];
  if (!candidates.every((candidate) => param.values?.includes(candidate))) yield "does not have a valid value";
}

/** Rails' `blank?`, except that `false` is not blank: Grape lets it pass. */
function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** Returns what many of GitLab's handlers take over: everything that is not blank, and `false`. */
export function withoutBlanks<T extends object>(params: T): Partial<T> {
  // Leaving entries out of an object gives the same object with fewer of its entries.
  return Object.fromEntries(Object.entries(params).filter(([, value]) => !isBlank(value))) as Partial<T>;
}
