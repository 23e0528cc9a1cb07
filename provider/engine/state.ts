import type { Properties } from "./properties";
import { recorded } from "./record";
import { placesOf, type Subject } from "./subject";

/** What the state says. From now on this process knows the things that it names, and knows that it is of the GitLab in force. */
export function stateIn<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  properties: Properties,
) {
  const state = recorded(lifecycle, properties);
  if (lifecycle.madeOnce !== undefined)
    session.madeOnce.meet({ attempt: properties.__attempt, things: lifecycle.madeOnce(state.outputs) });
  return { ...state, places: placesOf(lifecycle, state), isRenamed: session.isRenamedFrom(state.origin) };
}
