import { holdsCredential } from "./credential";
import { type CannotTell, cannotTell } from "./known";

const NUMERIC_ID = /^\d+$/;
const ADDRESS = /^\w[\w.-]*(\/\w[\w.-]*)*$/;

/** The one text that all spellings of an address share: 42 is "42", paths have no case, slashes at the ends are nothing. */
export function canonical(address: number | string): string {
  const text = trimmed(address);
  return NUMERIC_ID.test(text) ? String(BigInt(text)) : text.toLowerCase();
}

export function isNumericId(address: string): boolean {
  return NUMERIC_ID.test(address);
}

/** An address as a message may show it. Secrets reach policies unwrapped: what is no address, or looks like a token, stays out. */
export function shown(address: number | string | CannotTell): string {
  if (address === cannotTell) return "(not known yet)";
  const text = trimmed(address);
  return ADDRESS.test(text) && !holdsCredential(text) ? text : "(not shown)";
}

function trimmed(address: number | string): string {
  return String(address)
    .trim()
    .replace(/^\/+|\/+$/g, "");
}
