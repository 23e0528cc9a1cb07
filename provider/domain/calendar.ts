/**
 * When does a token end, and is it due? Pure: today comes in. Days are UTC days, written `YYYY-MM-DD`, so that they compare as texts.
 * GitLab ends a token at 00:00 UTC at the *start* of its `expires_at`: on that day it is dead already.
 */
export interface RotationConfiguration {
  readonly expirationDays: number;
  readonly rotateBeforeDays: number;
}

/** The dates that check fills in and the program's state keeps. */
interface Dates {
  readonly expiresAt?: string | undefined;
  readonly retirePreviousAt?: string | undefined;
}

export interface Situation {
  /** What the last run's inputs say. */
  readonly old: Dates;
  /** What this run's inputs already hold: `ignoreChanges` puts the old ones there. */
  readonly frozen: Dates;
  readonly configuration: RotationConfiguration;
  /** How long the previous token stays; `undefined` where a rotation leaves none. */
  readonly overlapDays: number | undefined;
  readonly today: string;
  /** Leave what is due to another run, as long as it lives. */
  readonly hold: boolean;
}

export interface Plan extends Dates {
  readonly expiresAt: string;
  /** A rotation is due and was left to another run. */
  readonly held: boolean;
}

const DAY_MS = 24 * 3_600_000;

export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}

/** Whole days from one day to another; negative where the other is past. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

export function isDead(expiresAt: string, today: string): boolean {
  return expiresAt <= today;
}

/** Near its end, or further away from it than the program now allows. */
export function isDue(expiresAt: string, configuration: RotationConfiguration, today: string): boolean {
  const { expirationDays, rotateBeforeDays } = configuration;
  return addDays(today, rotateBeforeDays) >= expiresAt || expiresAt > addDays(today, expirationDays);
}

/** The longest overlap that ends before the previous token does and before the next rotation. */
export function longestOverlap({ expirationDays, rotateBeforeDays }: RotationConfiguration): number {
  return Math.min(rotateBeforeDays, expirationDays - rotateBeforeDays - 1);
}

export function plan({ old, frozen, configuration, overlapDays, today, hold }: Situation): Plan {
  const retirement = frozen.retirePreviousAt ?? unlessPast(old.retirePreviousAt, today);
  const keep = (expiresAt: string, held: boolean) => ({ ...datesOf(expiresAt, retirement), held });
  if (frozen.expiresAt !== undefined) return keep(frozen.expiresAt, false);
  const next = addDays(today, configuration.expirationDays);
  if (old.expiresAt === undefined) return { expiresAt: next, held: false };
  if (!isDue(old.expiresAt, configuration, today)) return keep(old.expiresAt, false);
  if (hold && !isDead(old.expiresAt, today)) return keep(old.expiresAt, true);
  const overlap =
    overlapDays === undefined ? undefined : beforeItsEnd(addDays(today, overlapDays), old.expiresAt, today);
  return { ...datesOf(next, overlap ?? retirement), held: false };
}

/** No token is kept past its own end. One that has ended already is not kept at all. */
function beforeItsEnd(retirement: string, expiresAt: string, today: string): string {
  return !isDead(expiresAt, today) && expiresAt < retirement ? expiresAt : retirement;
}

function unlessPast(day: string | undefined, today: string): string | undefined {
  return day !== undefined && day > today ? day : undefined;
}

function datesOf(expiresAt: string, retirePreviousAt: string | undefined) {
  return { expiresAt, ...(retirePreviousAt === undefined ? {} : { retirePreviousAt }) };
}
