import { type Address, type AddressKind, canonical, isNumericId } from "./address";
import { parseOrigin } from "./origin";

/** Stands for a value that nobody knows before the update. */
export const UNKNOWN: unique symbol = Symbol("not known yet");
/** Stands for a value that the program keeps secret from whoever reads it. */
export const SECRET: unique symbol = Symbol("secret");

export type Hidden = typeof SECRET | typeof UNKNOWN;

/** The GitLab that a declaration is for: by its address, or by what leads there, such as a provider's URN, where that is all there is. */
export interface Instance {
  readonly key: string;
  readonly isAddressKnown: boolean;
}

/** The GitLab at an address, however the address is written. */
export function instanceAt(url: string): Instance {
  const parsed = parseOrigin(url.trim());
  return "origin" in parsed ? { key: parsed.origin, isAddressKnown: true } : instanceBehind(url);
}

/** The GitLab that something leads to whose address nobody has written. */
export function instanceBehind(key: string): Instance {
  return { key, isAddressKnown: false };
}

/** What a declaration calls a project or a group. */
export interface Mention {
  readonly kind: AddressKind;
  readonly instance: Instance;
  /** In the form in which addresses are compared. */
  readonly written: Hidden | string;
  /** As the program writes it, for people. */
  readonly called: string;
  /** The id, where it was written or the state says it. */
  readonly id: string | undefined;
  /** The path that GitLab itself gave for it, where the state says it: another than the written one after a move. */
  readonly realPath: string | undefined;
}

/** Why nobody can say yet whether two mentions are of one thing: the end of a sentence that begins with "because". */
export type Doubt =
  | "a value is not known yet"
  | "one declaration writes the id and another the path"
  | "two providers may lead to one GitLab";

/** What a state knows of an address beside what was written. */
interface Facts {
  readonly instance: Instance;
  readonly id?: unknown;
  readonly realPath?: unknown;
}

/** Reads an address of a declaration. What is neither a number nor a text is a value that is not known. */
export function mention(kind: AddressKind, address: unknown, { instance, id, realPath }: Facts): Mention {
  const none = { kind, instance, called: "", id: undefined, realPath: undefined };
  if (address === SECRET) return { ...none, written: SECRET };
  if (typeof address !== "number" && typeof address !== "string") return { ...none, written: UNKNOWN };
  const written = canonical(address);
  const known = isNumericId(written) ? written : id;
  return {
    ...none,
    written,
    called: String(address),
    id: typeof known === "string" ? known : undefined,
    realPath: typeof realPath === "string" ? canonical(realPath) : undefined,
  };
}

/** The name by which the state of a list keeps what it knows of an address. */
export function listedName(kind: AddressKind, address: Address): string {
  return `${kind} ${canonical(address)}`;
}

/** Returns whether two declarations are for one GitLab, as far as anybody can say. */
export function sameInstance(a: Instance, b: Instance): boolean | Doubt {
  if (a.key === b.key) return true;
  return a.isAddressKnown && b.isAddressKnown ? false : "two providers may lead to one GitLab";
}

/** What is known of one project or group. */
interface Names {
  readonly id: string | undefined;
  /** The path that GitLab gave, else the written one. */
  readonly path: string | undefined;
}

const NO_NAMES: Names = { id: undefined, path: undefined };

/**
 * Tells which mentions are of one project or group. The id of a path that one declaration knows is known to all. A path and an id that are
 * both new can't be matched before GitLab is asked.
 */
export class IdentityBook {
  readonly #ids = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  readonly #realPaths = new Map<string, string>();
  /** Each mention meets every switch: thousands meet hundreds. */
  readonly #names = new Map<Mention, Names>();

  /** Mentions in the order in which they were true: a later path is the present name of an id. */
  constructor(mentions: Iterable<Mention>) {
    for (const of of mentions) this.#learn(of);
  }

  /** Returns whether two mentions are of one thing, or why nobody can say. */
  same(a: Mention, b: Mention): boolean | Doubt {
    if (a.kind !== b.kind) return false;
    if (typeof a.written !== "string" || typeof b.written !== "string") return "a value is not known yet";
    const [one, other] = [this.namesOf(a), this.namesOf(b)];
    const isOne = equal(one.id, other.id) ?? equal(one.path, other.path);
    const isOneGitLab = sameInstance(a.instance, b.instance);
    if (isOne === false || isOneGitLab === false) return false;
    return isOne === undefined ? "one declaration writes the id and another the path" : isOneGitLab;
  }

  /** One text for all mentions that are surely of one thing. */
  keyOf(of: Mention): Hidden | string {
    if (typeof of.written !== "string") return of.written;
    const { id, path } = this.namesOf(of);
    return placeOf(of, id ?? path ?? of.written);
  }

  /** The name that people know it by: its path where anybody has written it, else the id. Empty where nothing is known. */
  nameOf(of: Mention): string {
    const { id } = this.namesOf(of);
    return (id === undefined ? undefined : this.#paths.get(placeOf(of, id))) ?? of.called;
  }

  namesOf(of: Mention): Names {
    const names = this.#names.get(of) ?? this.#lookUp(of);
    this.#names.set(of, names);
    return names;
  }

  #learn(of: Mention): void {
    if (typeof of.written !== "string" || of.id === undefined) return;
    const place = placeOf(of, of.id);
    if (of.realPath !== undefined) {
      this.#ids.set(placeOf(of, of.realPath), of.id);
      this.#realPaths.set(place, of.realPath);
    }
    if (isNumericId(of.written)) return;
    this.#ids.set(placeOf(of, of.written), of.id);
    this.#paths.set(place, of.called);
  }

  #lookUp(of: Mention): Names {
    if (typeof of.written !== "string") return NO_NAMES;
    const id = of.id ?? this.#ids.get(placeOf(of, of.written));
    const known = id === undefined ? undefined : this.#realPaths.get(placeOf(of, id));
    if (!isNumericId(of.written)) return { id, path: known ?? of.realPath ?? of.written };
    const called = this.#paths.get(placeOf(of, of.written));
    return { id, path: known ?? (called === undefined ? undefined : canonical(called)) };
  }
}

function equal(a: string | undefined, b: string | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

function placeOf({ kind, instance }: Mention, name: string): string {
  return [instance.key, kind, name].join(" ");
}
