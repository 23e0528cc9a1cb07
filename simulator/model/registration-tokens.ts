import type { Group } from "./group";
import type { Project } from "./project";
import type { SecretMint } from "./secret-mint";

/** Whose runners a registration token makes. */
export type Registrar = Group | Project | "instance";

/** The tokens of GitLab's old way to make runners; each place has one at a time. */
export class RegistrationTokens {
  readonly #byPlace = new Map<Registrar, string>();
  readonly #byValue = new Map<string, Registrar>();

  constructor(readonly mint: SecretMint) {}

  /** The place's token, which it gets when somebody first looks. */
  of(place: Registrar): string {
    return this.#byPlace.get(place) ?? this.reset(place);
  }

  reset(place: Registrar): string {
    this.remove(place);
    const value = this.mint.make("GR1348941");
    this.#byPlace.set(place, value);
    this.#byValue.set(value, place);
    return value;
  }

  remove(place: Registrar): void {
    const value = this.#byPlace.get(place);
    if (value === undefined) return;
    this.#byPlace.delete(place);
    this.#byValue.delete(value);
  }

  placeOf(value: string): Registrar | undefined {
    return this.#byValue.get(value);
  }
}
