/** Today's date in UTC, as `2027-01-31`. `GITLAB_CI_ACCESS_NOW`, a time in ISO 8601, stands in for the machine's clock. */
export function today(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.GITLAB_CI_ACCESS_NOW;
  const now = given === undefined ? new Date() : new Date(given);
  if (Number.isNaN(now.getTime())) {
    throw new Error("GITLAB_CI_ACCESS_NOW is not a time in ISO 8601, like 2027-01-31T12:00:00Z: correct or unset it.");
  }
  return now.toISOString().slice(0, 10);
}
