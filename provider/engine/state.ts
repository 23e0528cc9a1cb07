import type { Properties } from "./properties";
import { recorded } from "./record";
import { placesOf, type Subject } from "./subject";

/** Returns the parsed state, which must belong to the configured GitLab, and remembers what the state names. */
export function stateIn<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  properties: Properties,
) {
  const state = recorded(lifecycle, properties);
  if (lifecycle.madeOnce !== undefined)
    session.madeOnce.meet({ attempt: properties.__attempt, things: lifecycle.madeOnce(state.outputs) });
  if (lifecycle.claim !== undefined) session.met.meet(lifecycle.claim(state.ids, state.inputs));
  return { ...state, properties, places: placesOf(lifecycle, state), isRenamed: session.isRenamedFrom(state.origin) };
}
