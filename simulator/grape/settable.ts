import { anything } from "./param-types";
import { optional, type Param } from "./params";

/** Declares parameters for settings that are kept as they come and shown again. */
export function settable(defaults: Readonly<Record<string, unknown>>): Record<string, Param<unknown, false>> {
  return Object.fromEntries(Object.keys(defaults).map((name) => [name, optional(anything)]));
}

/** Writes those that were given. */
export function keep(
  settings: Map<string, unknown>,
  defaults: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(defaults))
    if (name in given) settings.set(name, likeDefault(defaults[name], given[name]));
}

/** Forms and queries carry text; a switch or a number is shown again as what it is. */
function likeDefault(initial: unknown, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (typeof initial === "boolean") return value === "true" || value === "1";
  return typeof initial === "number" && /^-?\d+$/.test(value) ? Number(value) : value;
}
