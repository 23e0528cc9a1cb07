import { isGone } from "./failed-step";
import type { Known } from "./lifecycle";
import { keyAlone, keyIn, type Properties, stampsIn } from "./properties";
import { sealed, shownIn, toOuts } from "./record";
import { stateIn } from "./state";
import type { Subject } from "./subject";
import { namedBy, realPaths, warnOfMoves } from "./whereabouts";

/** Returns what GitLab holds now, or empty properties where it is gone. */
interface Found {
  readonly id?: string;
  readonly props?: Properties;
  readonly inputs?: Properties;
}

export async function read<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  id: string,
  props: Properties,
): Promise<Found> {
  const { lifecycle, session } = subject;
  const state = stateIn(subject, props);
  const { instance } = session.connection();
  const found = await observed(subject, state);
  if (found === undefined) return {};
  const named = namedBy(lifecycle, { ...found, ids: state.ids });
  warnOfMoves(session, named);
  const paths = realPaths(session, named, props);
  const stamps = inputsAlone(stampsIn(props), found.outputs);
  const inputs = { ...found.inputs, ...shownIn(lifecycle, found.inputs), ...stamps, ...paths, ...keyAlone(props) };
  return {
    id,
    props: toOuts(
      lifecycle,
      { ...found, ids: state.ids },
      { key: keyIn(props), origin: instance.origin, stamps, paths },
    ),
    inputs: sealed(inputs, lifecycle.secrets),
  };
}

/** Returns what GitLab holds, or what the state says where the credential can't see it. */
async function observed<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  state: Known<Inputs, AddressName, Outputs>,
) {
  try {
    return await lifecycle.observe(session.connection().gitlab, state);
  } catch (error) {
    return (await isGone(session, state.places, error)) ? undefined : state;
  }
}

/** A lifecycle may keep its own outputs under hidden names. These are no inputs. */
function inputsAlone(stamps: Properties, outputs: object): Properties {
  return Object.fromEntries(Object.entries(stamps).filter(([key]) => !(key in outputs)));
}
