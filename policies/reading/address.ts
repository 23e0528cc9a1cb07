import { type Address, trimmed } from "../../provider/domain/address";
import { holdsCredential } from "../../provider/domain/token-shapes";
import { type CannotTell, cannotTell } from "./known";

const ADDRESS = /^\w[\w.-]*(\/\w[\w.-]*)*$/;

/** An address as a message may show it. Secrets reach policies unwrapped: what is no address, or looks like a token, stays out. */
export function shown(address: Address | CannotTell): string {
  if (address === cannotTell) return "(not known yet)";
  const text = trimmed(address);
  return ADDRESS.test(text) && !holdsCredential(text) ? text : "(not shown)";
}
