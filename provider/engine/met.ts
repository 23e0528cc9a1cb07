import { type Claim, keyOf } from "./declared/claims";

/**
 * What the states of this run speak of, as old inputs and outputs tell: it is ours, whichever resource speaks of it from now on. Claims are
 * made of ids, or of addresses as they were written.
 */
export class Met {
  readonly #claims = new Set<string>();

  meet(claim: Claim): void {
    this.#claims.add(keyOf(claim));
  }

  has(claim: Claim): boolean {
    return this.#claims.has(keyOf(claim));
  }
}
