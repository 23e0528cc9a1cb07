import { isDeepStrictEqual } from "node:util";
import { listedName } from "../domain/identity";
import type { Lifecycle } from "./lifecycle";
import { type Properties, propertiesOf, withKeys } from "./properties";
import { addressNames } from "./subject";
import { LISTED_PATHS, pathOutput } from "./whereabouts";

/**
 * Returns GitLab's own paths among the old inputs, as far as the program still writes the same. A refresh has put them there, because
 * the preview of an update shows policies the inputs only.
 */
export function knownPaths<Inputs extends object, AddressName extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, AddressName, Outputs>,
  olds: Properties,
  { inputs, parsed }: { readonly inputs: Properties; readonly parsed?: Inputs },
): Properties {
  const addresses = addressNames(lifecycle).filter((name) => isDeepStrictEqual(olds[name], inputs[name]));
  const ofAddresses = withKeys(olds, (key) => addresses.some((name) => key === pathOutput(name)));
  const { [LISTED_PATHS]: before } = olds;
  if (typeof before !== "object" || before === null) return ofAddresses;
  if (parsed === undefined) return { ...ofAddresses, [LISTED_PATHS]: before }; // Some of the list is not known yet.
  const names = (lifecycle.listed?.(parsed) ?? []).map(({ kind, address }) => listedName(kind, address));
  const listed = withKeys(propertiesOf(before), (name) => names.includes(name));
  return Object.keys(listed).length === 0 ? ofAddresses : { ...ofAddresses, [LISTED_PATHS]: listed };
}

/** Takes them out of the new inputs, where `ignoreChanges` has put them. */
export function withoutPaths<Inputs extends object, AddressName extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): Properties {
  const outputs = [...addressNames(lifecycle).map(pathOutput), LISTED_PATHS];
  return withKeys(news, (key) => !outputs.includes(key) || !isDeepStrictEqual(news[key], olds[key]));
}
