/** What an instance is licensed for. https://about.gitlab.com/pricing/feature-comparison/ */
export type Edition = "free" | "premium" | "ultimate";

/** Returns whether the instance has what Premium brings; Ultimate has it too. */
export function isLicensed(edition: Edition): boolean {
  return edition !== "free";
}
