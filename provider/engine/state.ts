import type { Properties } from "./properties";
import { recorded } from "./record";
import { placesOf, type Subject } from "./subject";

/** What the state says, which must be of the GitLab in force. From now on this process knows what the state speaks of. */
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
