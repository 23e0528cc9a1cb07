import type { Instance } from "../../model/instance";
import type { MergeRequest, Note } from "../../model/merge-requests";
import type { Project } from "../../model/project";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

/** `MergeRequestBasic`: of its code the last commit alone, for there are no diffs. */
export function presentMergeRequest(instance: Instance, project: Project, of: MergeRequest) {
  const { origin, users } = instance;
  const merger = of.mergedById === null ? undefined : users.byId(of.mergedById);
  return {
    id: of.id,
    iid: of.iid,
    project_id: project.id,
    title: of.title,
    description: of.description,
    state: of.state,
    created_at: of.createdAt.toISOString(),
    updated_at: of.updatedAt.toISOString(),
    merged_at: of.mergedAt?.toISOString() ?? null,
    merge_user: merger ? presentUserBasic(instance, merger) : null,
    target_branch: of.targetBranch,
    source_branch: of.sourceBranch,
    sha: project.heads.get(of.sourceBranch) ?? null,
    author: presentUserBasic(instance, authorOf(instance, of)),
    source_project_id: project.id,
    target_project_id: project.id,
    labels: [],
    draft: false,
    reference: `!${of.iid}`,
    web_url: `${origin}/${project.fullPath}/-/merge_requests/${of.iid}`,
  };
}

export function presentNote(instance: Instance, of: MergeRequest, note: Note) {
  return {
    id: note.id,
    type: null,
    body: note.body,
    author: presentUserBasic(instance, authorOf(instance, note)),
    created_at: note.createdAt.toISOString(),
    updated_at: note.updatedAt.toISOString(),
    system: false,
    noteable_id: of.id,
    noteable_type: "MergeRequest",
    project_id: of.projectId,
    resolvable: false,
    confidential: false,
    internal: false,
    imported: false,
    imported_from: "none",
    noteable_iid: of.iid,
    commands_changes: {},
  };
}

/** Who wrote it; the ghost user inherits what a deleted one leaves. */
function authorOf({ users }: Instance, { authorId }: { readonly authorId: number }): User {
  const author = users.byId(authorId) ?? users.byUsername("ghost");
  if (author === undefined) throw new Error("There is no ghost user.");
  return author;
}
