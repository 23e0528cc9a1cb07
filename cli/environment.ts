import type { Environment } from "../provider/domain/environment";

/** The variable with the token that writes comments. Nothing else reads it. */
export const REPORT_TOKEN = "GITLAB_CI_ACCESS_REPORT_TOKEN";

/** The environment of the previewed program, without the token: anybody who opens a merge request can write that program. */
export function withoutReportToken(env: Environment): Environment {
  const { [REPORT_TOKEN]: _, ...rest } = env;
  return rest;
}
