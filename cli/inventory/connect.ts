import type { Environment } from "../../provider/domain/environment";
import type { Connection } from "../../provider/gitlab/connection";
import { credentialOf } from "../../provider/gitlab/credential";
import type { Settings } from "../../provider/gitlab/instance";
import { connectionTo } from "../gitlab-client";

/** GitLab's limits may name a day. Nobody sits before a nightly job. */
const PATIENCE_MS = 7 * 86_400_000;
const NO_SETTINGS: Settings = { get: () => undefined };

/** The GitLab of GITLAB_BASE_URL, or of the pipeline, with the token in GITLAB_TOKEN. It waits for rate limits as long as GitLab says. */
export function connectionIn(env: Environment, tell: (text: string) => void): Connection {
  credentialOf(NO_SETTINGS, env); // A missing token is told before anything else.
  return connectionTo(NO_SETTINGS, env, { tell, patienceMs: PATIENCE_MS });
}
