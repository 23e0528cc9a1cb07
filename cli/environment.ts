import { type Environment, filled } from "../provider/domain/environment";

/** The token that writes comments. It has a name of its own, so that nothing else ever uses it. */
export const REPORT_TOKEN = "GITLAB_CI_ACCESS_REPORT_TOKEN";

/** The previewed program is the branch's, which whoever opens a merge request has written: it does not get the token. */
export function withoutReportToken(env: Environment): Environment {
  const { [REPORT_TOKEN]: _, ...rest } = env;
  return rest;
}

/** Which commit a report is about, and the job that made it. */
export function originIn(env: Environment): string | undefined {
  const commit = filled(env.CI_COMMIT_SHORT_SHA);
  const job = filled(env.CI_JOB_URL);
  if (commit === undefined || !/^[\da-f]+$/.test(commit)) return undefined;
  return job === undefined || !/^https?:[^\s<>"]+$/.test(job)
    ? `Preview of ${commit}`
    : `Preview of ${commit} by <a href="${job}">this job</a>`;
}
