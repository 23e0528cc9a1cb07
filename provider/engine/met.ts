import { type Claim, keyOf } from "./declared/claims";

/**
 * The things that old inputs and outputs of this run name. They are ours, whichever resource names them from now on. Claims are made of
 * ids, or of addresses as they were written.
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
