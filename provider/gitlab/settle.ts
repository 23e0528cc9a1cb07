import type { UserError } from "../domain/user-error";
import { isUnsettled } from "../http/errors";

/** The number of attempts in all for a call that GitLab may not have carried out. */
export const MAX_ATTEMPTS = 3;

interface Settling<T> {
  /** Asks GitLab to do it. */
  act(attempt: number): Promise<T>;
  /**
   * Looks at what GitLab has done, and returns the result if it did the work after all. `undefined` asks GitLab again. Throws where asking
   * again would be wrong.
   */
  look(doubt: UserError, attempt: number): Promise<T | undefined>;
  /** Whether only a look can tell what happened. By default: no usable answer came. */
  isDoubtful?(error: unknown): error is UserError;
}

/**
 * Settles a lost answer by a look at what GitLab holds. GitLab may have acted although no answer says so, so no call is sent a second time
 * before that look.
 */
export async function settle<T>({ act, look, isDoubtful = isUnsettled }: Settling<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(attempt);
    } catch (error) {
      if (!isDoubtful(error)) throw error;
      const found = await look(error, attempt);
      if (found !== undefined) return found;
      if (attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
