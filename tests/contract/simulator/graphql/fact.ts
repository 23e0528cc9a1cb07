import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import type { aTeam } from "../facts/world";
import type { Asked } from "./graphql-api";

export type Team = Awaited<ReturnType<typeof aTeam>>;

/** What is known of an answer of `/api/graphql` in a world with a team. */
export interface GraphqlFact {
  /** Completes "answers … when …". */
  readonly when: string;
  /** GitLab's own file or page. */
  readonly source: string;
  /** Where the source is silent: what was taken instead, and why. */
  readonly note?: string;
  readonly version?: string;
  /** Brings the situation about; a token that it answers with is there for the query. */
  readonly arrange?: (team: Team) => Promise<unknown>;
  readonly query: string;
  readonly asked?: (team: Team, made: { readonly token?: string }) => Asked;
  readonly status?: number;
  /** The whole body, save the places of errors in the text of the query. */
  readonly answer: (team: Team) => unknown;
}

export const UNAVAILABLE =
  "The resource that you are attempting to access does not exist or you don't have permission to perform this action";

/** A field that is null, with an error that leads to it. */
export const unavailable = (...path: string[]) => ({ message: UNAVAILABLE, path });

export const letIn = (gitlab: GitLabApi, projectId: number, targetId: number) =>
  gitlab.do("POST /projects/:id/job_token_scope/allowlist", {
    path: { id: projectId },
    json: { target_project_id: targetId },
  });

export const letGroupIn = (gitlab: GitLabApi, projectId: number, targetId: number) =>
  gitlab.do("POST /projects/:id/job_token_scope/groups_allowlist", {
    path: { id: projectId },
    json: { target_group_id: targetId },
  });
