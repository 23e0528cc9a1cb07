import { UNKNOWN } from "../../provider/domain/identity";

/** Plain values: UNKNOWN stands where a preview does not know one yet. Never a reason to refuse. */
export type Plain = Readonly<Record<string, unknown>>;

/**
 * The only way in which a rule reads properties. Pulumi throws where a value is not known yet, and a rule that lets that pass is not run at
 * all: a mandatory one would turn into an advisory line, for the whole stack.
 */
export function plain(props: object): Plain {
  return Object.fromEntries(Object.keys(props).map((key) => [key, knownIn(props, key as keyof typeof props)])); // It is one of its keys.
}

function knownIn<Holder extends object>(holder: Holder, key: keyof Holder): unknown {
  try {
    return plainValue(holder[key]);
  } catch (error) {
    if (isNotKnownYet(error)) return UNKNOWN;
    throw error;
  }
}

/** Lists are read item by item: an item that is not known yet throws, and so would every method of the array that meets it. */
function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => knownIn(value, index));
  return typeof value === "object" && value !== null ? plain(value) : value;
}

/** Told by its field, not its class: a composed pack may hold a second copy of @pulumi/policy, and its types leave the class out. */
function isNotKnownYet(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}
