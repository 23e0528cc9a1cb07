import type { Address, AddressKind } from "../domain/address";
import { refusal } from "../domain/user-error";
import type { Place } from "../gitlab/place";
import type { Lifecycle, Recorded } from "./lifecycle";
import { keyIn, nameIn, type Properties, propertiesOf } from "./properties";
import type { Session } from "./session";

/** What every step works on: one resource type in one process. */
export interface Subject<Inputs extends object, AddressName extends string, Outputs extends object> {
  readonly lifecycle: Lifecycle<Inputs, AddressName, Outputs>;
  readonly session: Session;
}

/** The names of a lifecycle's address inputs. */
export function addressNames<AddressName extends string>(lifecycle: {
  readonly addresses: Readonly<Record<AddressName, unknown>>;
}): AddressName[] {
  return Object.keys(lifecycle.addresses) as AddressName[]; // Object.keys forgets the type of the keys.
}

/** A text for each of the names. */
export function textsBy<AddressName extends string>(
  names: readonly AddressName[],
  of: (name: AddressName) => unknown,
): Record<AddressName, string> {
  const texts = Object.fromEntries(names.map((name) => [name, String(of(name))]));
  return texts as Record<AddressName, string>; // Object.fromEntries forgets the type of the keys, too.
}

/** The projects and groups behind a resource's addresses. */
export function placesOf<AddressName extends string>(
  { addresses }: { readonly addresses: Readonly<Record<AddressName, { readonly kind: AddressKind }>> },
  { inputs, ids }: { readonly inputs: object; readonly ids: Readonly<Record<AddressName, string>> },
): Record<AddressName, Place> {
  const written = propertiesOf(inputs);
  const places = addressNames({ addresses }).map((name) => {
    const called = written[name] as Address | undefined; // Parsed by the lifecycle's own schema.
    return [name, { kind: addresses[name].kind, id: ids[name], called }];
  });
  return Object.fromEntries(places) as Record<AddressName, Place>; // Object.fromEntries forgets the type of the keys.
}

/**
 * Registers what this run declares, so that no other declaration of the same thing removes it. Registers nothing where every declaration
 * makes an object of its own. Returns the problem where another declaration of the same thing conflicts with this one.
 */
export function declare<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { news, inputs, ids }: Declaration<Inputs, AddressName>,
): string | undefined {
  if (lifecycle.claim === undefined) return undefined;
  const at = ids ?? textsBy(addressNames(lifecycle), (name) => news[name]);
  const claims = lifecycle.claims?.(at, news) ?? [lifecycle.claim(at, inputs)];
  const notice = { key: keyIn(news), sole: lifecycle.claims !== undefined, ...nameIn(news) };
  return session.declared().declare({ ...notice, ...(ids === undefined ? { texts: claims } : { ids: claims }) });
}

/** Registers a declaration, and throws where another declaration of the same thing conflicts with it. */
export function sayDeclared<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  declaration: Declaration<Inputs, AddressName>,
): void {
  const problem = declare(subject, declaration);
  if (problem !== undefined) throw refusal("declared twice", problem);
}

interface Declaration<Inputs, AddressName extends string> {
  readonly news: Properties;
  readonly inputs: Inputs;
  /** The ids behind the addresses, once they are known. */
  readonly ids?: Readonly<Record<AddressName, string>>;
}

export function isStillDeclared<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { inputs, ids }: Recorded<Inputs, AddressName, Outputs>,
): boolean {
  if (lifecycle.claim === undefined || lifecycle.claims !== undefined) return false;
  const written = propertiesOf(inputs);
  const texts = textsBy(addressNames(lifecycle), (name) => written[name]);
  return session.declared().isDeclared({ byId: lifecycle.claim(ids, inputs), byText: lifecycle.claim(texts, inputs) });
}
