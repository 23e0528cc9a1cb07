/** Inputs and outputs as Pulumi passes them. Pulumi's diffs don't show those whose names begin with `__`. */
export type Properties = Record<string, unknown>;

const PROVIDER = "__provider";
const KEY = "__key";
const NAME = "__declaredAs";
const ORIGIN = "__origin";
const VERSION = "__schema";

export function visible(properties: Properties): Properties {
  return withKeys(properties, (key) => !key.startsWith("__"));
}

/** The declaration's key, a hash of its URN. */
export function keyIn(properties: Properties): string {
  return String(properties[KEY]);
}

export function keyAlone(properties: Properties): Properties {
  return { [KEY]: properties[KEY] };
}

/** Returns the resource's name in the program, where check is given it. */
export function nameIn(properties: Properties): { readonly name?: string } {
  return properties[NAME] === undefined ? {} : { name: String(properties[NAME]) };
}

/** The hidden inputs that check fills in: those that the clock decides, and the attempt. */
export function stampsIn(properties: Properties): Properties {
  const others = [PROVIDER, KEY, NAME, ORIGIN, VERSION];
  return withKeys(properties, (key) => key.startsWith("__") && !others.includes(key));
}

/** The SDK adds the provider text to every answer except a partial failure. Without the text the resource could not be deleted. */
export function withProviderText(outs: Properties, news: Properties): Properties {
  return { ...outs, [PROVIDER]: news[PROVIDER] };
}

export function propertiesOf(values: object): Properties {
  return Object.fromEntries<unknown>(Object.entries(values));
}

/** The properties of a value that nobody has parsed: none where it is no object. */
export function propertiesIn(value: unknown): Properties {
  return typeof value === "object" && value !== null ? propertiesOf(value) : {};
}

/** What every recorded state contains about itself. */
export function signature(key: string, origin: string, version: number): Properties {
  return { [KEY]: key, [ORIGIN]: origin, [VERSION]: version };
}

export function withKeys(properties: Properties, isWanted: (key: string) => boolean): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => isWanted(key)));
}
