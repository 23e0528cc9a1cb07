import type { Endpoint } from "./fact";

/** Where OpenAPI 19.5 and GitLab's code or specifications say different things, and which of them the facts follow. */
export interface Deviation {
  readonly endpoints: readonly Endpoint[];
  readonly openapi: string;
  readonly code: string;
  readonly counts: "code" | "openapi";
  readonly why: string;
  /** A status that OpenAPI lists and no fact may have, since the other side counts. */
  readonly refutedStatus?: number;
}

export const deviations: readonly Deviation[] = [
  {
    endpoints: [
      "GET /projects/:id/job_token_scope/allowlist",
      "GET /projects/:id/job_token_scope/groups_allowlist",
      "GET /projects/:id/variables",
      "GET /groups/:id/variables",
    ],
    openapi: "one object",
    code: "a list, in pages",
    counts: "code",
    why: "The handlers present what the paginator returns.",
  },
  {
    endpoints: ["POST /projects/:id/job_token_scope/allowlist", "POST /projects/:id/job_token_scope/groups_allowlist"],
    openapi: "may answer 422",
    code: "answers 400 to every refusal",
    counts: "code",
    why: "lib/api/project_job_token_scope.rb turns every failure of its services into a bad request.",
    refutedStatus: 422,
  },
  {
    endpoints: ["DELETE /projects/:id/variables/:key", "DELETE /groups/:id/variables/:key"],
    openapi: "200 with the variable",
    code: "204 without a body",
    counts: "code",
    why: "The handlers end in no content, and the specifications expect it.",
    refutedStatus: 200,
  },
  {
    endpoints: [
      "GET /personal_access_tokens",
      "GET /personal_access_tokens/self",
      "GET /personal_access_tokens/:id",
      "POST /users/:id/personal_access_tokens",
    ],
    openapi: "expires_at is a date and time",
    code: "expires_at is a date",
    counts: "code",
    why: "The column is a date and is presented as it is.",
  },
  {
    endpoints: [
      "GET /projects/:id/access_tokens",
      "POST /projects/:id/access_tokens",
      "GET /projects/:id/access_tokens/:token_id",
      "GET /groups/:id/access_tokens",
      "POST /groups/:id/access_tokens",
      "GET /groups/:id/access_tokens/:token_id",
    ],
    openapi: "expires_at is a date and time; no 401 for whoever may not read",
    code: "expires_at is a date; reading without the right is answered with 401",
    counts: "code",
    why: "lib/api/resource_access_tokens.rb ends in unauthorized! where other handlers say forbidden.",
  },
  {
    endpoints: ["POST /personal_access_tokens/:id/rotate"],
    openapi: "201",
    code: "200",
    counts: "code",
    why: "The helper that rotates sets the status.",
    refutedStatus: 201,
  },
  {
    endpoints: ["DELETE /runners/:id", "DELETE /projects/:id/runners/:runner_id"],
    openapi: "200 with the runner",
    code: "204 without a body",
    counts: "code",
    why: "The handlers end in a conditional destruction, which answers no content.",
    refutedStatus: 200,
  },
  {
    endpoints: ["GET /runners", "GET /projects/:id/runners", "GET /groups/:id/runners", "GET /runners/:id/projects"],
    openapi: "one object",
    code: "a list, in pages",
    counts: "code",
    why: "The handlers present what the paginator returns.",
  },
  {
    endpoints: ["POST /user/runners"],
    openapi: "the type and both ids are required; the answer's id is a text",
    code: "an id is required only where the type needs it; the answer's id is a number",
    counts: "code",
    why: "The parameters are declared under conditions, which OpenAPI's generator does not see.",
  },
  {
    endpoints: ["GET /runners/:id", "PUT /runners/:id"],
    openapi: "tag_list, run_untagged, locked and maximum_timeout are texts",
    code: "they are a list, two booleans and a number",
    counts: "code",
    why: "The entity says no types, which OpenAPI's generator takes for text.",
  },
  {
    endpoints: ["POST /runners/:id/reset_authentication_token", "POST /runners/reset_authentication_token"],
    openapi: "may answer 422",
    code: "nothing that was read answers it",
    counts: "code",
    why: "The service fails for a passed rotation deadline only, with 403.",
    refutedStatus: 422,
  },
  {
    endpoints: ["GET /groups/:id", "GET /groups", "POST /groups"],
    openapi: "parent_id is a text",
    code: "parent_id is a number or null",
    counts: "code",
    why: "The entity says no type, which OpenAPI's generator takes for text; the column is a number.",
  },
  {
    endpoints: ["GET /user"],
    openapi: "the public form of a user",
    code: "administrators get more fields, is_admin among them",
    counts: "code",
    why: "lib/api/users.rb chooses the entity by the caller.",
  },
  {
    endpoints: ["GET /version"],
    openapi: "the same object as /metadata",
    code: "the same object as /metadata; only the documentation's example is shorter",
    counts: "openapi",
    why: "Both paths run one query; the example is from before that.",
  },
];
