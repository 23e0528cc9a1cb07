/** The number of projects, and the number of groups, that GitLab holds at most in one allowlist. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
export const LIST_LIMIT = 200;

/** Entries of a kind that the rule `limit-allowlist-size` allows, where its configuration doesn't say another number. */
export const LIST_ROOM = 180;
