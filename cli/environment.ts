import type { Environment } from "../provider/domain/environment";

/** The token that writes comments. It has a name of its own, so that nothing else ever uses it. */
export const REPORT_TOKEN = "GITLAB_CI_ACCESS_REPORT_TOKEN";

/** The previewed program is the branch's, which whoever opens a merge request has written: it does not get the token. */
export function withoutReportToken(env: Environment): Environment {
  const { [REPORT_TOKEN]: _, ...rest } = env;
  return rest;
}
