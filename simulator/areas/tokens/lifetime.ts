import { invalid } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import { descriptionProblem } from "./rules";

/** Days that a token may live at most. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
const MAXIMUM_LIFETIME_DAYS = 365;
/** Days that a rotated token lives if the request names no date. */
const ROTATED_LIFETIME_DAYS = 7;
const DAY_MS = 86_400_000;

export function daysAhead(instance: Instance, days: number): string {
  return new Date(instance.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day on which a new token ends; null where it need not. */
export function newTokenExpiry(instance: Instance, asked: string | null | undefined): string | null {
  return asked ?? (instance.settings.requireTokenExpiry ? daysAhead(instance, MAXIMUM_LIFETIME_DAYS) : null);
}

/** A rotation does not keep the lifetime that the token had. */
export function rotatedTokenExpiry(instance: Instance, asked: string | null | undefined): string | null {
  return asked ?? (instance.settings.requireTokenExpiry ? daysAhead(instance, ROTATED_LIFETIME_DAYS) : null);
}

/** GitLab's error for a day that is too far ahead. It has one only where tokens must expire. */
export function expiryProblem(instance: Instance, expiresAt: string | null): string | undefined {
  const lastDay = daysAhead(instance, MAXIMUM_LIFETIME_DAYS);
  const tooFar = instance.settings.requireTokenExpiry && expiresAt !== null && expiresAt > lastDay;
  return tooFar ? `Expires at must be before ${lastDay}` : undefined;
}

interface Impersonation {
  readonly name: string | null;
  readonly description: string | null;
  readonly expiresAt: string | null;
  readonly scopeCount: number;
}

/** No service fills in a last day for an impersonation token, so that the model refuses one without. */
export function requireValidImpersonation(instance: Instance, wanted: Impersonation): void {
  const { name, description, expiresAt, scopeCount } = wanted;
  const tooLong = descriptionProblem(description)?.replace("Description ", "");
  const tooFar = expiryProblem(instance, expiresAt)?.replace("Expires at ", "");
  const missing = expiresAt === null && instance.settings.requireTokenExpiry ? "can't be blank" : undefined;
  const expiry = missing ?? tooFar;
  const errors = {
    ...((name ?? "").trim() === "" ? { name: ["can't be blank"] } : {}),
    ...(scopeCount === 0 ? { scopes: ["can't be blank"] } : {}),
    ...(tooLong === undefined ? {} : { description: [tooLong] }),
    ...(expiry === undefined ? {} : { expires_at: [expiry] }),
  };
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
