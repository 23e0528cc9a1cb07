import type { Address } from "../domain/address";
import { keyOf } from "./declared/claims";
import { isSame } from "./diff";
import { failedChange } from "./failed-step";
import { Incomplete, PartialFailure } from "./failures";
import type { Known, Recorded, Target } from "./lifecycle";
import { keyIn, type Properties, propertiesOf, stampsIn, withProviderText } from "./properties";
import { inputsIn, NO_ID, toOuts } from "./record";
import { stateIn } from "./state";
import { addressNames, placesOf, type Subject, sayDeclared, textsBy } from "./subject";
import { mustStandThere, namedBy, realPaths, warnOfMoves } from "./whereabouts";

type State<Inputs, AddressName extends string, Outputs> = Known<Inputs, AddressName, Outputs> & {
  readonly properties: Properties;
};

interface Made {
  readonly id: string;
  readonly outs: Properties;
}

export function create<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  news: Properties,
): Promise<Made> {
  return apply(subject, news, undefined);
}

export async function update<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): Promise<Pick<Made, "outs">> {
  const { outs } = await apply(subject, news, stateIn(subject, olds));
  return { outs };
}

/** Makes GitLab hold what is wanted. After a failure, what exists is recorded, too. */
async function apply<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  news: Properties,
  state: State<Inputs, AddressName, Outputs> | undefined,
): Promise<Made> {
  const { lifecycle, session } = subject;
  const inputs = inputsIn(lifecycle, news);
  const ids = await idsOf(subject, propertiesOf(inputs), state);
  sayDeclared(subject, { news, inputs, ids });
  const wanted = { inputs, ids, places: placesOf(lifecycle, { inputs, ids }) };
  if (state === undefined && lifecycle.madeOnce !== undefined) session.warnOfNewSecret();
  const stamps = stampsIn(news);
  const mark = { key: keyIn(news), attempt: String(stamps.__attempt) };
  const occasion = {
    ...{ mark, stamps, madeOnce: session.madeOnce, clock: session.clock() },
    isMet: () => isMet(subject, { inputs, ids }),
    pause: (ms: number) => session.pause(ms),
  };
  mustStandThere(session, wanted.places, state?.places);
  try {
    const outputs = await lifecycle.converge(session.connection().gitlab, wanted, state, occasion);
    if (hasNewSecret(lifecycle, state?.outputs, outputs)) session.warnOfNewSecret();
    return made(subject, { news, before: state?.properties }, { inputs, ids, outputs });
  } catch (error) {
    const failure = await failedChange(session, { places: wanted.places, isCreation: state === undefined }, error);
    if (!(failure instanceof Incomplete)) throw failure;
    const { id, outs } = made(subject, { news, before: state?.properties }, { ...failure.found, ids });
    throw new PartialFailure(failure.reason, id, withProviderText(outs, news), failure.reasons);
  }
}

/** Returns whether GitLab gave a secret that it shows once and that the state does not hold yet. */
function hasNewSecret<Outputs extends object>(
  { madeOnce, secrets = [] }: { readonly madeOnce?: unknown; readonly secrets?: readonly string[] },
  before: Outputs | undefined,
  now: Outputs,
): boolean {
  const [held, got] = [propertiesOf(before ?? {}), propertiesOf(now)];
  return madeOnce !== undefined && secrets.some((name) => got[name] !== undefined && got[name] !== held[name]);
}

function isMet<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { inputs, ids }: Pick<Target<Inputs, AddressName>, "ids" | "inputs">,
): boolean {
  if (lifecycle.claim === undefined) return false;
  const written = propertiesOf(inputs);
  const texts = textsBy(addressNames(lifecycle), (name) => written[name]);
  return session.met.has(lifecycle.claim(ids, inputs)) || session.met.has(lifecycle.claim(texts, inputs));
}

function made<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { news, before }: { readonly news: Properties; readonly before: Properties | undefined },
  all: Recorded<Inputs, AddressName, Outputs>,
): Made {
  const key = keyIn(news);
  const claim = lifecycle.claim?.(all.ids, all.inputs);
  const id = lifecycle.id?.(all, key) ?? (claim === undefined ? key : keyOf(claim));
  const { origin } = session.connection().instance;
  const named = namedBy(lifecycle, all);
  warnOfMoves(session, named);
  const paths = realPaths(session, named, before);
  return { id, outs: toOuts(lifecycle, all, { key, origin, stamps: stampsIn(news), paths }) };
}

/** Returns the ids behind the addresses. The state holds the ids of addresses that have not changed. */
async function idsOf<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  wanted: Properties,
  state: Recorded<Inputs, AddressName, Outputs> | undefined,
): Promise<Record<AddressName, string>> {
  const known = propertiesOf(state?.inputs ?? {});
  const names = addressNames(lifecycle);
  const { directory } = session.connection().gitlab;
  const ids = await Promise.all(
    names.map((name) => {
      const address = wanted[name] as Address | undefined; // Parsed by the lifecycle's own schema.
      if (address === undefined) return NO_ID;
      if (state !== undefined && isSame(lifecycle, name, [known[name], address])) return state.ids[name];
      return directory.idOf(lifecycle.addresses[name].kind, address);
    }),
  );
  return textsBy(names, (name) => ids[names.indexOf(name)]);
}
