/**
 * How many random worlds a test plays, and from which seed. `npm test` plays the same worlds each time. GITLAB_CI_ACCESS_WORLDS=2000 plays
 * so many others; GITLAB_CI_ACCESS_SEED=… plays those of a failure again.
 */
export function worldsToPlay(usual: { readonly numRuns: number; readonly seed: number }) {
  const { GITLAB_CI_ACCESS_WORLDS: wanted, GITLAB_CI_ACCESS_SEED: given } = process.env;
  const seed = wanted === undefined ? usual.seed : Date.now() % 1_000_000_000;
  return { numRuns: Number(wanted ?? usual.numRuns), seed: Number(given ?? seed) };
}
