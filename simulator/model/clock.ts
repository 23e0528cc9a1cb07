/** How far to move the simulated date. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/**
 * The simulated GitLab's date. Given a start it stands still and moves only when told, so that a test sees the same
 * dates on every run; without one it follows the real clock, plus what it was moved by.
 */
export class Clock {
  #standing: number | undefined;
  #offset = 0;

  constructor(start?: Date | string) {
    if (start !== undefined) this.#standing = instant(start);
  }

  now(): Date {
    return new Date(this.#standing ?? Date.now() + this.#offset);
  }

  /** Today in UTC as `YYYY-MM-DD`: GitLab's dates of expiry and deletion are UTC days. */
  today(): string {
    return this.now().toISOString().slice(0, 10);
  }

  advance(span: Span): void {
    const seconds = (span.seconds ?? 0) + 60 * ((span.minutes ?? 0) + 60 * ((span.hours ?? 0) + 24 * (span.days ?? 0)));
    if (!Number.isFinite(seconds)) throw new RangeError("The clock can only be moved by finite numbers.");
    if (this.#standing === undefined) this.#offset += seconds * 1000;
    else this.#standing += seconds * 1000;
  }

  /** Sets the date; from then on it stands still until it is moved again. */
  set(date: Date | string): void {
    this.#standing = instant(date);
  }
}

function instant(date: Date | string): number {
  const time = new Date(date).getTime();
  if (Number.isNaN(time)) throw new RangeError(`'${String(date)}' is not a date; write it as ISO 8601.`);
  return time;
}
