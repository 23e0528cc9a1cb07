import type { Properties } from "./properties";
import { recorded } from "./record";
import { isStillDeclared, type Subject } from "./subject";

/** Takes away what this run doesn't declare any more. */
export async function remove<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  props: Properties,
): Promise<void> {
  const { lifecycle, session } = subject;
  const state = recorded(lifecycle, props);
  session.isRenamedFrom(state.origin);
  if (isStillDeclared(subject, state)) return;
  await lifecycle.remove(session.connection().gitlab, state, (thing) => session.declared().isDeclared(thing));
}
