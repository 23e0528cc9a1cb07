import { type Address, trimmed } from "../../provider/domain/address";
import { type Hidden, UNKNOWN } from "../../provider/domain/identity";
import { holdsCredential } from "../../provider/domain/token-shapes";

const ADDRESS = /^\w[\w.-]*(\/\w[\w.-]*)*$/;
/** A message names at most so many resources. */
const NAMES_SHOWN = 3;

/** An address as a message may show it. Policies get secrets in plain text, so a value that is no address or looks like a token is not shown. */
export function shown(address: Address | Hidden): string {
  if (typeof address === "symbol") return "(not known yet)";
  const text = trimmed(address);
  return ADDRESS.test(text) && !holdsCredential(text) ? text : "(not shown)";
}

/** The project among a resource's inputs, as a message may show it. */
export function shownIn({ project }: { readonly project?: unknown }): string {
  return shown(typeof project === "string" || typeof project === "number" ? project : UNKNOWN);
}

/** The first names of a list, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  return names.slice(0, NAMES_SHOWN).join(", ") + rest;
}
