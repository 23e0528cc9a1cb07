import { anything } from "./param-types";
import { optional, type Param } from "./params";

/** Declares parameters for settings that are kept as they come and shown again. */
export function settable(defaults: Readonly<Record<string, unknown>>): Record<string, Param<unknown, false>> {
  return Object.fromEntries(Object.keys(defaults).map((name) => [name, optional(anything)]));
}
