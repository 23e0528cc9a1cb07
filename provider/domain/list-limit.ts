/** The number of projects, and the number of groups, that GitLab holds at most in one allowlist. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
export const LIST_LIMIT = 200;
