/** Stands for a value that this preview does not know yet. Never a reason to refuse. */
export const cannotTell: unique symbol = Symbol("not known yet");

export type CannotTell = typeof cannotTell;

/**
 * The only way in which a rule reads a property. Pulumi throws where a value is not known yet, and a rule that lets that pass is not
 * run at all: a mandatory one would turn into an advisory line, for the whole stack.
 */
export function known<Props extends object, Key extends keyof Props>(props: Props, key: Key): Props[Key] | CannotTell {
  try {
    return props[key];
  } catch (error) {
    if (isNotKnownYet(error)) return cannotTell;
    throw error;
  }
}

/** The items of a list, each on its own: one that is not known yet hides none of the others. */
export function knownItems<Item>(list: CannotTell | readonly Item[] | undefined): readonly (CannotTell | Item)[] {
  if (list === cannotTell || list === undefined) return [];
  return Array.from({ length: list.length }, (_, index) => known(list, index));
}

/** Told by its field, not its class: a composed pack may hold a second copy of @pulumi/policy, and its types leave the class out. */
function isNotKnownYet(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}
