/** What an instance is licensed for. https://about.gitlab.com/pricing/feature-comparison/ */
export type Edition = "free" | "premium" | "ultimate";

/** Who runs the instance. https://docs.gitlab.com/subscriptions/ */
export type Offering = "gitlab.com" | "self-managed";

/** Returns whether the instance has what Premium brings; Ultimate has it too. */
export function isLicensed(edition: Edition): boolean {
  return edition !== "free";
}
