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
