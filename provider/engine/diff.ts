import { type Address, sameText } from "../domain/address";
import { refusal } from "../domain/user-error";
import type { Lifecycle, Recorded } from "./lifecycle";
import { type Properties, propertiesOf, stampsIn, visible } from "./properties";
import { NO_ID } from "./record";
import { stateIn } from "./state";
import { addressNames, type Subject, sayDeclared } from "./subject";
import { hasUnknown } from "./unknowns";

interface Difference {
  readonly changes: boolean;
  readonly replaces: string[];
}

/** Diffs run one after the other and must not hold up the engine. A look-up of an address that takes longer is an error. */
const LOOKUP_BUDGET_MS = 15_000;

/** Returns what an update would change, and which inputs replace the resource. */
export async function diff<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): Promise<Difference> {
  const { lifecycle, session } = subject;
  const state = stateIn(subject, olds);
  const changed = changedKeys(lifecycle, propertiesOf(state.inputs), visible(news));
  const replaces = await replacing(subject, { changed, state, news });
  if (replaces.length > 0) return { changes: true, replaces };
  sayDeclared(subject, { news, inputs: state.inputs, ids: state.ids });
  const reason = lifecycle.drift?.(state, stampsIn(news), session.clock());
  if (reason !== undefined) session.say(reason);
  return { changes: state.isRenamed || changed.length > 0 || reason !== undefined, replaces };
}

function changedKeys<Inputs extends object, AddressName extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, AddressName, Outputs>,
  before: Properties,
  wanted: Properties,
): string[] {
  const compared = Object.keys(lifecycle.inputs.shape).filter((key) => !lifecycle.uncompared?.includes(key));
  return compared.filter((key) => !isSame(lifecycle, key, [before[key], wanted[key]]));
}

/** Returns whether two values of an input are the same to GitLab. */
export function isSame<Inputs extends object, AddressName extends string, Outputs extends object>(
  { addresses, same }: Pick<Lifecycle<Inputs, AddressName, Outputs>, "addresses" | "same">,
  key: string,
  [before, wanted]: readonly [unknown, unknown],
): boolean {
  if (hasUnknown(wanted)) return false;
  const isGiven = before !== undefined && wanted !== undefined;
  if (isGiven && key in addresses) return sameText(before as Address, wanted as Address); // Parsed by the lifecycle's own schema.
  if (isGiven && same?.[key] !== undefined) return same[key](before, wanted);
  return JSON.stringify(before) === JSON.stringify(wanted);
}

async function replacing<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  { changed, state, news }: Changes<Inputs, AddressName, Outputs>,
): Promise<string[]> {
  const { lifecycle } = subject;
  const replaces = (lifecycle.replaceOn ?? []).filter((key) => changed.includes(key));
  for (const name of addressNames(lifecycle).filter((candidate) => changed.includes(candidate)))
    if (await isElsewhere(subject, { name, address: news[name], id: state.ids[name] })) replaces.push(name);
  return replaces;
}

interface Changes<Inputs, AddressName extends string, Outputs> {
  readonly changed: readonly string[];
  readonly state: Recorded<Inputs, AddressName, Outputs>;
  readonly news: Properties;
}

/** An address whose text changed: it may lead to another project, or to the same one under its new name. */
async function isElsewhere<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { name, address, id }: { readonly name: AddressName; readonly address: unknown; readonly id: string },
): Promise<boolean> {
  if (hasUnknown(address) || address === undefined || id === NO_ID) return true;
  const { directory } = session.connection().gitlab;
  const lookup = directory.idOf(lifecycle.addresses[name].kind, address as Address); // Checked: an address that is known.
  return id !== (await withinBudget(lookup, String(address)));
}

async function withinBudget<T>(work: Promise<T>, address: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `"${address}" could not be looked up within ${LOOKUP_BUDGET_MS / 1_000} s, so nobody can say whether it is still the same project. Run it again when GitLab answers.`;
    timer = setTimeout(() => reject(refusal("address look-up", message)), LOOKUP_BUDGET_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
