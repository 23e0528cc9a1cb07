import { type Claim, groupOf, keyOf } from "./claims";

/** One declaration: `texts` come from check, which knows addresses as written; `ids` come from diff and create. */
export interface Notice {
  /** The declaration's `__key`. */
  readonly key: string;
  /** The GitLab that it is for. Claims of two GitLabs never meet. */
  readonly origin: string;
  readonly texts?: readonly Claim[];
  readonly ids?: readonly Claim[];
  /** The resource's name in the program, which only check is told. */
  readonly name?: string;
  /** No other declaration of the same thing is allowed. */
  readonly sole?: boolean;
}

/** A thing, named by its ids and as the program writes it. */
export interface Thing {
  readonly origin: string;
  readonly byId: Claim;
  readonly byText: Claim;
}

/** Another declaration of the same thing, where one of the two must be the only one. */
export interface Rival {
  readonly name: string;
  readonly claim: Claim;
}

/**
 * What this run has declared, per declaration (`__key`). One GitLab object may have two declarations. Pulumi creates before it deletes, so a
 * resource that was renamed in the program, moved under a parent or replaced would delete what its successor has just taken over. Nothing
 * that is declared here is ever removed; `pulumi destroy` declares nothing and so removes everything.
 *
 * Once a declaration's ids are known, its texts don't count any more: a path may belong to another project today.
 */
export class Declarations {
  readonly #byText = new Claims();
  readonly #byId = new Claims();
  readonly #names = new Map<string, string>();
  readonly #sole = new Set<string>();

  /** Returns whether this says anything new. A refresh diffs without a check: it declares nothing. */
  note(notice: Notice): boolean {
    const { key, texts, ids, name, sole = false } = notice;
    if (name !== undefined) this.#names.set(key, name);
    if (sole) this.#sole.add(key);
    if (ids !== undefined) return this.#confirm(notice, ids);
    if (texts === undefined || this.#byId.has(key)) return false;
    this.#byText.set(notice, texts);
    return true;
  }

  isDeclared({ origin, byId, byText }: Thing): boolean {
    return this.#byId.hold(origin, byId) || this.#byText.hold(origin, byText);
  }

  /** Returns another declaration of the same thing, where one of the two must be the only one. */
  rivalOf({ key, origin, texts = [], ids = [], sole = false }: Notice): Rival | undefined {
    if (!sole && this.#sole.size === 0) return undefined;
    const isRival = (other: string) => other !== key && (sole || this.#sole.has(other));
    const found =
      this.#byId.meeting(origin, ids).find(([other]) => isRival(other)) ??
      this.#byText.meeting(origin, texts).find(([other]) => isRival(other));
    return found && { name: this.nameOf(found[0]), claim: found[1] };
  }

  nameOf(key: string): string {
    return this.#names.get(key) ?? key;
  }

  #confirm(notice: Notice, ids: readonly Claim[]): boolean {
    if (!this.#byText.delete(notice.key) && !this.#byId.has(notice.key)) return false;
    this.#byId.set(notice, ids);
    return true;
  }
}

type Holder = readonly [key: string, claim: Claim];

/** Claims by declaration, indexed by what they name, because one run may compare thousands of declarations. */
class Claims {
  readonly #claims = new Map<string, readonly [string, readonly Claim[]]>();
  /** Group of the claim → key of the claim → who holds it. */
  readonly #groups = new Map<string, Map<string, Holder[]>>();

  has(key: string): boolean {
    return this.#claims.has(key);
  }

  set({ key, origin }: Notice, claims: readonly Claim[]): void {
    this.delete(key);
    this.#claims.set(key, [origin, claims]);
    for (const claim of claims) this.#holders(origin, claim).push([key, claim]);
  }

  delete(key: string): boolean {
    const [origin, claims] = this.#claims.get(key) ?? ["", []];
    for (const claim of claims) {
      const holders = this.#holders(origin, claim);
      holders.splice(0, holders.length, ...holders.filter(([holder]) => holder !== key));
    }
    return this.#claims.delete(key);
  }

  /** Returns whether anybody holds the claim, or a wider one. */
  hold(origin: string, claim: Claim): boolean {
    const group = this.#groups.get(`${origin} ${groupOf(claim)}`);
    return [keyOf(claim), groupOf(claim)].some((key) => (group?.get(key)?.length ?? 0) > 0);
  }

  /** Returns the holders of these claims, of wider claims and of parts of these claims. */
  meeting(origin: string, claims: readonly Claim[]): Holder[] {
    return claims.flatMap((claim) => {
      const group = this.#groups.get(`${origin} ${groupOf(claim)}`);
      if (group === undefined) return [];
      if (claim.about === "entries") return [...group.values()].flat();
      return [...new Set([keyOf(claim), groupOf(claim)])].flatMap((key) => group.get(key) ?? []);
    });
  }

  #holders(origin: string, claim: Claim): Holder[] {
    const name = `${origin} ${groupOf(claim)}`;
    const group = this.#groups.get(name) ?? new Map<string, Holder[]>();
    const holders = group.get(keyOf(claim)) ?? [];
    this.#groups.set(name, group.set(keyOf(claim), holders));
    return holders;
  }
}
