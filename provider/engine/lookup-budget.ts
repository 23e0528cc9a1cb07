import { refusal } from "../domain/user-error";

/** diffs run one after the other and must not hold up the engine: an address that can't be looked up in this time is an error. */
const LOOKUP_BUDGET_MS = 15_000;

export async function withinBudget<T>(work: Promise<T>, address: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `"${address}" could not be looked up within ${LOOKUP_BUDGET_MS / 1_000} s, so nobody can say whether it is still the same project. Run it again when GitLab answers.`;
    timer = setTimeout(() => reject(refusal("address look-up", message)), LOOKUP_BUDGET_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
