/** What one declaration says of itself: `texts` from check, which knows addresses as written; `ids` from diff and create. */
export interface Notice {
  readonly key: string;
  readonly texts?: readonly string[];
  readonly ids?: readonly string[];
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

  /** Answers whether this says anything new. A refresh diffs without a check: it declares nothing. */
  note({ key, texts, ids }: Notice): boolean {
    if (ids !== undefined) return this.confirm(key, ids);
    if (texts === undefined || this.byId.has(key)) return false;
    this.byText.set(key, texts.map(normal));
    return true;
  }

  isDeclared(claim: { readonly byId: string; readonly byText: string }): boolean {
    return holds(this.byId, claim.byId) || holds(this.byText, normal(claim.byText));
  }

  private confirm(key: string, ids: readonly string[]): boolean {
    if (!this.byText.delete(key) && !this.byId.has(key)) return false;
    this.byId.set(key, ids);
    return true;
  }
}

function holds(claims: ReadonlyMap<string, readonly string[]>, claim: string): boolean {
  return [...claims.values()].some((held) => held.includes(claim));
}

function normal(claim: string): string {
  return claim.toLowerCase();
}
