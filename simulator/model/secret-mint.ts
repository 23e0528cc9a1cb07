import { randomBytes } from "node:crypto";

/** Twenty random characters behind the prefix, as GitLab's tokens were before they became routable. */
export function newTokenValue(prefix: string): string {
  return prefix + randomBytes(15).toString("base64url");
}

/** Makes the values of tokens and remembers every one, so that tests can look for leaks of any of them. */
export class SecretMint {
  readonly #issued: string[] = [];

  make(prefix: string): string {
    return this.adopt(newTokenValue(prefix));
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
