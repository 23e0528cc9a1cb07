import type { UserError } from "../domain/user-error";
import { isUnsettled } from "../http/errors";

/** What GitLab may not have done is asked for this often in all. */
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
 * A lost answer is settled by looking. GitLab may have acted although no answer says so, so nothing is sent a second time before somebody
 * has looked at what GitLab holds.
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
