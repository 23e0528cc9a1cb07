import { randomBytes } from "node:crypto";

/** Makes the values of tokens and remembers every one, so that tests can look for leaks of any of them. */
export class SecretMint {
  readonly #issued: string[] = [];

  make(prefix: string): string {
    return this.adopt(prefix + randomBytes(15).toString("base64url"));
  }

  /** Remembers a value that was chosen elsewhere. */
  adopt(value: string): string {
    this.#issued.push(value);
    return value;
  }

  /** In the order they were given out, with those that are long dead. */
  issued(): string[] {
    return [...this.#issued];
  }
}
