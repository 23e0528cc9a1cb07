import { forbidden, grapeError, refuse, unauthorized } from "../../grape/errors";
import { AccessLevel } from "../../model/members";
import type { MergeRequest, Note } from "../../model/merge-requests";
import type { Project } from "../../model/project";
import { type Act, canAdminProject, isReadOnly, levelOn, requireLevel, requireWritable } from "../access";
import { requireDistinct, requireFirst, validNote } from "./rules";

interface Wanted {
  readonly title: string;
  readonly description?: string | null;
  readonly source_branch: string | null;
  readonly target_branch: string | null;
}

/** Where a merge request or one of its notes is. */
export interface Located {
  readonly project: Project;
  readonly mergeRequest: MergeRequest;
}

export function openMergeRequest(act: Act, project: Project, wanted: Wanted): MergeRequest {
  const { mergeRequests, clock } = act.instance;
  requireLevel(act, project, AccessLevel.developer);
  requireWritable(act.instance, project);
  const [sourceBranch, targetBranch] = [wanted.source_branch ?? "", wanted.target_branch ?? ""];
  requireDistinct(sourceBranch, targetBranch);
  const open = mergeRequests.of(project.id).filter(({ state }) => state === "opened");
  requireFirst(open, sourceBranch, targetBranch);
  const { title, description = null } = wanted;
  const branches = { sourceBranch, targetBranch };
  const made = { projectId: project.id, authorId: act.user.id, createdAt: clock.now() };
  return mergeRequests.add({ title, description, ...branches, ...made });
}

/** Merges: GitLab answers 405 where there is nothing left to merge, and 409 where it is another commit than was meant. */
export function mergeMergeRequest(act: Act, { project, mergeRequest }: Located, sha: string | null | undefined): void {
  const mayPush =
    levelOn(act.instance, act.user, project) >= AccessLevel.developer && !isReadOnly(act.instance, project);
  if (!mayPush) throw unauthorized();
  if (mergeRequest.state !== "opened") throw refuse(405, "405 Method Not Allowed");
  const head = project.heads.get(mergeRequest.sourceBranch) ?? "";
  if (typeof sha === "string" && sha !== head) {
    throw refuse(409, `SHA does not match HEAD of source branch: ${head}`);
  }
  const now = act.instance.clock.now();
  Object.assign(mergeRequest, { state: "merged", mergedAt: now, mergedById: act.user.id, updatedAt: now });
}

export function addNote({ instance, user }: Act, { project, mergeRequest }: Located, text: string | null): Note {
  requireWritable(instance, project);
  const body = validNote(text);
  const made = { authorId: user.id, createdAt: instance.clock.now() };
  return instance.mergeRequests.addNote({ mergeRequestId: mergeRequest.id, body, ...made });
}

export function changeNote(
  act: Act,
  { project, note }: Located & { note: Note },
  body: string | null | undefined,
): void {
  const { instance, user } = act;
  if (note.authorId !== user.id && !canAdminProject(instance, user, project)) throw forbidden();
  requireWritable(instance, project);
  if (body === undefined) return;
  if (body === null || body.trim() === "") throw grapeError(400, "body is empty");
  note.body = validNote(body);
  note.updatedAt = instance.clock.now();
}
