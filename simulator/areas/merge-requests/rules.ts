import { badRequest, refuse } from "../../grape/errors";
import type { MergeRequest } from "../../model/merge-requests";

/** Gitlab::Database::MAX_TEXT_SIZE_LIMIT */
const MAXIMUM_NOTE = 1_000_000;

export function requireDistinct(source: string, target: string): void {
  if (source === target) throw refuse(422, ["You can't use same project/branch for source and target"]);
}

export function requireFirst(others: readonly MergeRequest[], source: string, target: string): void {
  const twin = others.find(({ sourceBranch, targetBranch }) => sourceBranch === source && targetBranch === target);
  if (twin === undefined) return;
  throw refuse(409, [`Another open merge request already exists for this source branch: !${twin.iid}`]);
}

export function validNote(body: string | null): string {
  if (body === null || body.trim() === "") throw badRequest('Note {:note=>["can\'t be blank"]}');
  if (body.length <= MAXIMUM_NOTE) return body;
  throw badRequest(`Note {:note=>["is too long (maximum is ${MAXIMUM_NOTE} characters)"]}`);
}
