import type { Project } from "./project";
import { presentUserBasic, type User } from "./user";

export interface MergeRequest {
  /** Over the whole instance; people and addresses use `iid`, which counts within the project. */
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly authorId: number;
  readonly title: string;
  readonly description: string | null;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly createdAt: Date;
}

/** A comment. */
export interface Note {
  readonly id: number;
  readonly mergeRequestId: number;
  readonly authorId: number;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** `MergeRequestBasic`, as far as it does not speak of code: commits and diffs are not simulated. */
export function presentMergeRequest(of: MergeRequest, project: Project, author: User, origin: string) {
  return {
    id: of.id,
    iid: of.iid,
    project_id: project.id,
    title: of.title,
    description: of.description,
    state: "opened",
    created_at: of.createdAt.toISOString(),
    updated_at: of.createdAt.toISOString(),
    target_branch: of.targetBranch,
    source_branch: of.sourceBranch,
    author: presentUserBasic(author, origin),
    source_project_id: project.id,
    target_project_id: project.id,
    labels: [],
    draft: false,
    reference: `!${of.iid}`,
    web_url: `${origin}/${project.fullPath}/-/merge_requests/${of.iid}`,
  };
}

export function presentNote(note: Note, of: MergeRequest, author: User, origin: string) {
  return {
    id: note.id,
    type: null,
    body: note.body,
    author: presentUserBasic(author, origin),
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
