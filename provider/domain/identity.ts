import { type Address, type AddressKind, canonical, isNumericId } from "./address";
import { parseOrigin } from "./origin";

/** Stands for a value that nobody knows before the update. */
export const UNKNOWN: unique symbol = Symbol("not known yet");
/** Stands for a value that the program keeps secret from whoever reads it. */
export const SECRET: unique symbol = Symbol("secret");

export type Hidden = typeof SECRET | typeof UNKNOWN;

/** The GitLab that a declaration is for. The key is its address, or a provider's URN if the address is not known. */
export interface Instance {
  readonly key: string;
  readonly isAddressKnown: boolean;
}

/** The GitLab at an address. All spellings of one address give the same key. */
export function instanceAt(url: string): Instance {
  const parsed = parseOrigin(url.trim());
  return "origin" in parsed ? { key: parsed.origin, isAddressKnown: true } : instanceBehind(url);
}

/** The GitLab behind a provider whose address is not known. */
export function instanceBehind(key: string): Instance {
  return { key, isAddressKnown: false };
}

/** What a declaration calls a project or a group. */
export interface Mention {
  readonly kind: AddressKind;
  readonly instance: Instance;
  /** In canonical form, or why there is no address. */
  readonly written: Hidden | string;
  /** As the program writes it, for people. */
  readonly called: string;
  /** The id, if it was written or the state has it. */
  readonly id: string | undefined;
  /** GitLab's own path, if the state has it. After a move it differs from the written one. */
  readonly realPath: string | undefined;
}

/** Why it is not known yet whether two mentions are the same: the end of a sentence that begins with "because". */
export type Doubt =
  | "a value is not known yet"
  | "one declaration writes the id and another the path"
  | "two providers may lead to one GitLab";

/** What is known of an address beside its text. */
interface Facts {
  readonly instance: Instance;
  readonly id?: unknown;
  readonly realPath?: unknown;
}

/** Reads an address of a declaration. A value that is neither a number nor a text counts as unknown. */
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
    id: typeof known === "string" && isNumericId(known) ? known : undefined,
    realPath: typeof realPath === "string" ? canonical(realPath) : undefined,
  };
}

/** The key under which a list's state keeps the id and the real path of an address. */
export function listedName(kind: AddressKind, address: Address): string {
  return `${kind} ${canonical(address)}`;
}

/** Returns whether two declarations are for one GitLab, or why that is not known. */
export function sameInstance(a: Instance, b: Instance): boolean | Doubt {
  if (a.key === b.key) return true;
  return a.isAddressKnown && b.isAddressKnown ? false : "two providers may lead to one GitLab";
}

/** The id and path of one project or group. */
interface Names {
  readonly id: string | undefined;
  /** GitLab's own path, else the written one. */
  readonly path: string | undefined;
}

const NO_NAMES: Names = { id: undefined, path: undefined };

/** Returns whether both are names of one project or group. Undefined if one has the id only and the other the path only. */
export function sameNames(a: Partial<Names>, b: Partial<Names>): boolean | undefined {
  return equal(a.id, b.id) ?? equal(a.path, b.path);
}

/**
 * Tells which mentions are the same project or group. If one declaration has both the id and the path, all others are compared by both. An
 * id and a path that no declaration connects can't be compared before GitLab is asked.
 */
export class IdentityBook {
  readonly #ids = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  readonly #realPaths = new Map<string, string>();
  /** A cache: thousands of mentions are compared with hundreds of switches. */
  readonly #names = new Map<Mention, Names>();

  /** Takes mentions from the oldest to the newest: the last path of an id is its present name. */
  constructor(mentions: Iterable<Mention>) {
    for (const of of mentions) this.#learn(of);
  }

  /** Returns whether two mentions are the same project or group, or why that is not known. */
  same(a: Mention, b: Mention): boolean | Doubt {
    if (a.kind !== b.kind) return false;
    if (typeof a.written !== "string" || typeof b.written !== "string") return "a value is not known yet";
    const [one, other] = [this.namesOf(a), this.namesOf(b)];
    const isOne = sameNames(one, other);
    const isOneGitLab = sameInstance(a.instance, b.instance);
    if (isOne === false || isOneGitLab === false) return false;
    return isOne === undefined ? "one declaration writes the id and another the path" : isOneGitLab;
  }

  /** One text for all mentions that are surely the same. */
  keyOf(of: Mention): Hidden | string {
    if (typeof of.written !== "string") return of.written;
    const { id, path } = this.namesOf(of);
    return placeOf(of, id ?? path ?? of.written);
  }

  /** The name for people: the path if any declaration has it, else what was written. Empty for a value that is not known. */
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
