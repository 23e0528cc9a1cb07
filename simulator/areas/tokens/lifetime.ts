import type { Instance } from "../../model/instance";

/** Days that a token may live at most. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
const maximumLifetime = 365;
/** Days that a rotated token lives when nothing is said. */
const rotatedLifetime = 7;
const millisecondsPerDay = 86_400_000;

export function daysAhead(instance: Instance, days: number): string {
  return new Date(instance.clock.now().getTime() + days * millisecondsPerDay).toISOString().slice(0, 10);
}

/** The day on which a new token ends; null where it need not. */
export function newTokenExpiry(instance: Instance, asked: string | null | undefined): string | null {
  return asked ?? (instance.settings.requireTokenExpiry ? daysAhead(instance, maximumLifetime) : null);
}

/** A rotation does not keep the lifetime that the token had. */
export function rotatedTokenExpiry(instance: Instance, asked: string | null | undefined): string | null {
  return asked ?? (instance.settings.requireTokenExpiry ? daysAhead(instance, rotatedLifetime) : null);
}

/** What GitLab says of a day that is too far ahead; it does so only where tokens must expire. */
export function expiryProblem(instance: Instance, expiresAt: string | null): string | undefined {
  const lastDay = daysAhead(instance, maximumLifetime);
  const tooFar = instance.settings.requireTokenExpiry && expiresAt !== null && expiresAt > lastDay;
  return tooFar ? `Expires at must be before ${lastDay}` : undefined;
}
