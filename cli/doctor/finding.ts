/** How a check ended: as it should, with something to know, or with something that stops a run. */
export type Level = "ok" | "problem" | "warning";

/** One line of the doctor's. */
export interface Finding {
  readonly level: Level;
  /** What was looked at: "token", "role". The same in every version. */
  readonly check: string;
  /** A sentence without its full stop. */
  readonly text: string;
  /** What to do next, where there is something. */
  readonly next?: string;
}

const SIGNS: Readonly<Record<Level, string>> = { ok: "✓", warning: "!", problem: "✗" };

export function inLine({ level, text, next }: Finding): string {
  return `${SIGNS[level]} ${text}${next === undefined ? "" : `\n    → ${next}`}`;
}

export const ok = (check: string, text: string): Finding => ({ level: "ok", check, text });

export const warning = (check: string, text: string, next: string): Finding => ({
  level: "warning",
  check,
  text,
  next,
});

export const problem = (check: string, text: string, next: string): Finding => ({
  level: "problem",
  check,
  text,
  next,
});
