import { UNKNOWN } from "../../provider/domain/identity";

/** Plain values, with UNKNOWN for each one that a preview does not know yet. A rule never refuses for an UNKNOWN. */
export type Plain = Readonly<Record<string, unknown>>;

/**
 * Reads properties; rules read them in no other way. Pulumi throws for a value that is not known yet. If a rule lets that error pass, Pulumi
 * prints an advisory line instead of running the rule, even a mandatory one.
 */
export function plain(props: object): Plain {
  return Object.fromEntries(Object.keys(props).map((key) => [key, knownIn(props, key as keyof typeof props)])); // Object.keys gives texts.
}

function knownIn<Holder extends object>(holder: Holder, key: keyof Holder): unknown {
  try {
    return plainValue(holder[key]);
  } catch (error) {
    if (isNotKnownYet(error)) return UNKNOWN;
    throw error;
  }
}

/** Reads lists item by item, because the methods of an array throw at the first item that is not known yet. */
function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => knownIn(value, index));
  return typeof value === "object" && value !== null ? plain(value) : value;
}

/** Checks a field, not the class: a composed pack may have a second copy of @pulumi/policy, and the class is not in its types. */
function isNotKnownYet(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}
