import { afterFailedRemoval } from "./failed-step";
import type { Properties } from "./properties";
import { stateIn } from "./state";
import { isStillDeclared, type Subject } from "./subject";

/** Removes what this run no longer declares. */
export async function remove<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  props: Properties,
): Promise<void> {
  const { lifecycle, session } = subject;
  const state = stateIn(subject, props);
  if (isStillDeclared(subject, state)) return;
  try {
    await lifecycle.remove(session.connection().gitlab, state, (thing) => session.declared().isDeclared(thing));
  } catch (error) {
    await afterFailedRemoval(session, state.places, error);
  }
}
