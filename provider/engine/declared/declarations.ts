import { covers } from "./claims";

/** What one declaration says of itself: `texts` from check, which knows addresses as written; `ids` from diff and create. */
export interface Notice {
  readonly key: string;
  readonly texts?: readonly string[];
  readonly ids?: readonly string[];
  /** The resource's name in the program, which only check is told. */
  readonly name?: string;
  /** Does it bear no other declaration of the same thing beside it? */
  readonly sole?: boolean;
}

/** Another declaration of the same thing. */
export interface Rival {
  readonly name: string;
  readonly claim: string;
}

/**
 * What this run has declared, per declaration (`__key`): one GitLab object may have two of them. Pulumi creates before it deletes, so a
 * resource that was renamed in the program, moved under a parent or replaced would delete what its twin has just taken over. Nothing
 * that is declared here is ever removed; `pulumi destroy` declares nothing and so removes everything.
 *
 * Once a declaration's ids are known, its texts count no more: a path may belong to another project today.
 */
export class Declarations {
  private readonly byText = new Map<string, readonly string[]>();
  private readonly byId = new Map<string, readonly string[]>();
  private readonly names = new Map<string, string>();
  private readonly sole = new Set<string>();

  /** Answers whether this says anything new. A refresh diffs without a check: it declares nothing. */
  note({ key, texts, ids, name, sole = false }: Notice): boolean {
    if (name !== undefined) this.names.set(key, name);
    if (sole) this.sole.add(key);
    if (ids !== undefined) return this.confirm(key, ids);
    if (texts === undefined || this.byId.has(key)) return false;
    this.byText.set(key, texts.map(normal));
    return true;
  }

  isDeclared(claim: { readonly byId: string; readonly byText: string }): boolean {
    return holds(this.byId, claim.byId) || holds(this.byText, normal(claim.byText));
  }

  /** Who else declares what this notice speaks of, where one of the two bears no other. */
  rivalOf({ key, texts = [], ids = [], sole = false }: Notice): Rival | undefined {
    const found = [...meeting(this.byId, ids, key), ...meeting(this.byText, texts.map(normal), key)].find(
      ([other]) => sole || this.sole.has(other),
    );
    return found && { name: this.nameOf(found[0]), claim: found[1] };
  }

  nameOf(key: string): string {
    return this.names.get(key) ?? key;
  }

  private confirm(key: string, ids: readonly string[]): boolean {
    if (!this.byText.delete(key) && !this.byId.has(key)) return false;
    this.byId.set(key, ids);
    return true;
  }
}

type Claims = ReadonlyMap<string, readonly string[]>;

function holds(claims: Claims, claim: string): boolean {
  return [...claims.values()].some((held) => held.some((wide) => covers(wide, claim)));
}

/** Pairs of another key and what both speak of. */
function meeting(claims: Claims, own: readonly string[], key: string): (readonly [string, string])[] {
  const meets = (held: string) => own.some((claim) => covers(held, claim) || covers(claim, held));
  return [...claims].flatMap(([other, held]) =>
    other === key ? [] : held.filter(meets).map((claim) => [other, claim] as const),
  );
}

function normal(claim: string): string {
  return claim.toLowerCase();
}
