import type { PolicyResource } from "@pulumi/policy";
import { isNumericId } from "../../provider/domain/address";
import { SETTING } from "../../provider/domain/settings";
import { matchesGlob } from "../config/glob";
import { type CannotTell, cannotTell, known } from "../reading/known";
import type { Written } from "../reading/written";

/** What a declaration calls a project or a group: the address that was written, and the id where the state knows it. */
export interface Mention {
  readonly kind: "group" | "project";
  readonly written: CannotTell | string;
  readonly id: string | undefined;
  readonly instance: Instance;
}

/** The GitLab that a resource's provider leads to: by its URL, or by the provider where the URL is not in the program. */
interface Instance {
  readonly key: string;
  readonly isUrlKnown: boolean;
}

/** Why nobody can say yet whether two mentions are of one thing: the end of a sentence that begins with "because". */
export type Doubt =
  | "a value is not known yet"
  | "one declaration writes the id and another the path"
  | "two providers may lead to one GitLab";

/** The output that holds the id of an address has its input's name with `Id` at the end; of what stands in a list none has. */
export function mention(resource: PolicyResource, { input, kind, address: written }: Written): Mention {
  const instance = instanceOf(resource);
  if (written === cannotTell) return { kind, written, id: undefined, instance };
  const id: unknown = isNumericId(written) ? written : known(resource.props, `${input}Id`);
  return { kind, written, id: typeof id === "string" ? id : undefined, instance };
}

/** What the stack knows one thing by. */
interface Names {
  readonly id: string | undefined;
  readonly path: string | undefined;
}

/**
 * Tells which mentions are of one thing. A stack policy sees the outputs of unchanged resources, so the id of a path that one declaration
 * knows is known to all. A path and an id that are both new can't be matched before GitLab is asked.
 */
export class Directory {
  readonly #ids = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  /** Each mention meets every switch of the stack: thousands meet hundreds. */
  readonly #names = new Map<Mention, Names>();

  constructor(mentions: readonly Mention[]) {
    for (const of of mentions) {
      if (of.written === cannotTell || of.id === undefined || isNumericId(of.written)) continue;
      this.#ids.set(placeOf(of, of.written), of.id);
      this.#paths.set(placeOf(of, of.id), of.written);
    }
  }

  same(a: Mention, b: Mention): boolean | Doubt {
    if (a.kind !== b.kind) return false;
    if (a.written === cannotTell || b.written === cannotTell) return "a value is not known yet";
    const [one, other] = [this.#namesOf(a), this.#namesOf(b)];
    const isOne = equal(one.id, other.id) ?? equal(one.path, other.path);
    const isOneGitLab = sameInstance(a.instance, b.instance);
    if (isOne === false || isOneGitLab === false) return false;
    return isOne === undefined ? "one declaration writes the id and another the path" : isOneGitLab;
  }

  /** One text for all mentions that are surely of one thing, to group by. */
  keyOf(of: Mention): CannotTell | string {
    const { id, path } = this.#namesOf(of);
    const name = id ?? path;
    return name === undefined ? cannotTell : placeOf(of, name);
  }

  /** Does any of the globs match a name by which the stack knows it? */
  matches(of: Mention, globs: readonly string[]): boolean {
    const { id, path } = this.#namesOf(of);
    return globs.some((glob) => [id, path].some((name) => name !== undefined && matchesGlob(glob, name)));
  }

  #namesOf(of: Mention): Names {
    const names = this.#names.get(of) ?? this.#lookUp(of);
    this.#names.set(of, names);
    return names;
  }

  #lookUp(of: Mention): Names {
    if (of.written === cannotTell) return { id: undefined, path: undefined };
    const place = placeOf(of, of.written);
    return isNumericId(of.written)
      ? { id: of.written, path: this.#paths.get(place) }
      : { id: of.id ?? this.#ids.get(place), path: of.written };
  }
}

function equal(a: string | undefined, b: string | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

function placeOf({ kind, instance }: Mention, name: string): string {
  return [instance.key, kind, name].join(" ");
}

function instanceOf({ provider }: PolicyResource): Instance {
  if (provider === undefined) return { key: "", isUrlKnown: false };
  const isExplicit = known(provider.props, SETTING.explicit) === "true";
  const url: unknown = isExplicit ? known(provider.props, SETTING.baseUrl) : undefined;
  return typeof url === "string"
    ? { key: withoutApi(url), isUrlKnown: true }
    : { key: provider.urn, isUrlKnown: false };
}

function withoutApi(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/*(api\/v4\/*)?$/, "");
}

function sameInstance(a: Instance, b: Instance): boolean | Doubt {
  if (a.key === b.key) return true;
  return a.isUrlKnown && b.isUrlKnown ? false : "two providers may lead to one GitLab";
}
