import type { Endpoint } from "./fact";

/** The statuses that an endpoint's answers have; each must have its fact. */
export interface Answers {
  readonly success: number | null;
  readonly failures: readonly number[];
}

const answers = (success: number | null, ...failures: number[]): Answers => ({ success, failures });

/**
 * The endpoints that are simulated. Source of the statuses: OpenAPI 19.5 where it speaks, less the deviations,
 * and each handler's own file under lib/api.
 */
export const endpoints: Readonly<Record<Endpoint, Answers>> = {
  "GET /version": answers(200, 401),
  "GET /metadata": answers(200, 401),
  "GET /license": answers(null, 404),
  "GET /application/settings": answers(200, 401, 403),
  "PUT /application/settings": answers(200, 400, 401, 403),
  "GET /topics": answers(200),
  "GET /deploy_tokens": answers(200),
  "GET /no/such/route": answers(null, 404),
  "GET /projects/:group/:project": answers(null, 404),

  "GET /user": answers(200, 401, 403),
  "GET /users": answers(200, 403),
  "GET /users/:id": answers(200, 403, 404),
  "POST /users": answers(201, 400, 401, 403, 409),
  "DELETE /users/:id": answers(204, 401, 403, 404, 409),

  "GET /personal_access_tokens": answers(200, 400, 401, 404),
  "GET /personal_access_tokens/self": answers(200, 401),
  "DELETE /personal_access_tokens/self": answers(204, 401),
  "GET /personal_access_tokens/:id": answers(200, 401, 404),
  "DELETE /personal_access_tokens/:id": answers(204, 400, 401, 404),
  "POST /users/:id/personal_access_tokens": answers(201, 400, 401, 403, 404),

  "GET /groups": answers(200),
  "POST /groups": answers(201, 400, 401, 403, 404),
  "GET /groups/:id": answers(200, 404),
  "PUT /groups/:id": answers(200, 403, 404),
  "DELETE /groups/:id": answers(202, 401, 403, 404),
  "GET /groups/:id/subgroups": answers(200),
  "GET /groups/:id/projects": answers(200),

  "GET /projects": answers(200, 400),
  "POST /projects": answers(201, 400, 401),
  "GET /projects/:id": answers(200, 301, 401, 404),
  "PUT /projects/:id": answers(200, 400, 401, 403, 404, 405),
  "PUT /projects/:id/transfer": answers(200, 400, 403, 404),
  "DELETE /projects/:id": answers(202, 400, 401, 403, 404, 405),

  "GET /groups/:id/members": answers(200, 404),
  "POST /groups/:id/members": answers(201, 400, 401, 404, 409),
  "GET /groups/:id/members/:user_id": answers(200, 404),
  "PUT /groups/:id/members/:user_id": answers(200, 400, 404),
  "DELETE /groups/:id/members/:user_id": answers(204, 404),
  "GET /projects/:id/members": answers(200, 404),
  "POST /projects/:id/members": answers(201, 400, 401, 403, 404, 409),
  "GET /projects/:id/members/:user_id": answers(200, 404),
  "PUT /projects/:id/members/:user_id": answers(200, 400, 404),
  "DELETE /projects/:id/members/:user_id": answers(204, 403, 404),
  "GET /projects/:id/members/all": answers(200),
  "GET /projects/:id/members/all/:user_id": answers(200),

  "GET /projects/:id/job_token_scope": answers(200, 301, 401, 403, 404),
  "PATCH /projects/:id/job_token_scope": answers(204, 400, 401, 403, 404, 405),
  "GET /projects/:id/job_token_scope/allowlist": answers(200, 301, 401, 403, 404),
  "POST /projects/:id/job_token_scope/allowlist": answers(201, 400, 401, 403, 404),
  "DELETE /projects/:id/job_token_scope/allowlist/:target_project_id": answers(204, 400, 401, 403, 404),
  "GET /projects/:id/job_token_scope/groups_allowlist": answers(200, 400, 401, 403, 404),
  "POST /projects/:id/job_token_scope/groups_allowlist": answers(201, 400, 401, 403, 404),
  "DELETE /projects/:id/job_token_scope/groups_allowlist/:target_group_id": answers(204, 400, 401, 403, 404),

  "GET /projects/:id/variables": answers(200, 401, 403),
  "POST /projects/:id/variables": answers(201, 400, 401, 403, 404, 405),
  "GET /projects/:id/variables/:key": answers(200, 401, 403, 404, 409),
  "PUT /projects/:id/variables/:key": answers(200, 400, 401, 403, 404, 409),
  "DELETE /projects/:id/variables/:key": answers(204, 401, 403, 404, 409),
  "GET /groups/:id/variables": answers(200, 401, 403),
  "POST /groups/:id/variables": answers(201, 400, 401, 403, 404),
  "GET /groups/:id/variables/:key": answers(200, 401, 403, 404),
  "PUT /groups/:id/variables/:key": answers(200, 400, 401, 403, 404),
  "DELETE /groups/:id/variables/:key": answers(204, 401, 403, 404),
  "GET /admin/ci/variables": answers(200, 401, 403),
  "POST /admin/ci/variables": answers(201, 400, 401, 403),
  "GET /admin/ci/variables/:key": answers(200, 401, 403, 404),
  "PUT /admin/ci/variables/:key": answers(200, 401, 403, 404),
  "DELETE /admin/ci/variables/:key": answers(204, 401, 403, 404),

  "POST /projects/:id/repository/files/:file_path": answers(201, 400, 403, 404),
  "GET /projects/:id/repository/files/:file_path": answers(200, 400, 404),
};
