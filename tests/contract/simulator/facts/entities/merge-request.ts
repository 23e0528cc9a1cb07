import { anything, boolean, datetime, integer, known, listOf, nullable, object, string, url } from "../entity";
import { userBasic } from "./user";

/** Source: lib/api/entities/merge_request_basic.rb. */
export const mergeRequest = {
  id: integer,
  iid: integer,
  project_id: integer,
  title: string,
  description: nullable(string),
  state: string,
  created_at: datetime,
  updated_at: datetime,
  target_branch: string,
  source_branch: string,
  author: object(userBasic),
  source_project_id: integer,
  target_project_id: integer,
  labels: listOf(string),
  draft: boolean,
  reference: string,
  web_url: url,
  ...known(nullable(string), "sha", "merge_commit_sha", "squash_commit_sha", "merge_status", "detailed_merge_status"),
  ...known(nullable(datetime), "merged_at", "closed_at", "prepared_at"),
  ...known(nullable(boolean), "work_in_progress", "squash", "has_conflicts", "discussion_locked", "imported"),
  ...known(anything, "merged_by", "merge_user", "closed_by", "assignee", "assignees", "reviewers", "milestone"),
  ...known(anything, "references", "time_stats", "task_completion_status", "user_notes_count", "upvotes", "downvotes"),
};

/** Source: lib/api/entities/note.rb; doc/api/notes.md for what newer versions add. */
export const note = {
  id: integer,
  type: nullable(string),
  body: string,
  author: object(userBasic),
  created_at: datetime,
  updated_at: datetime,
  system: boolean,
  noteable_id: integer,
  noteable_type: string,
  noteable_iid: integer,
  resolvable: boolean,
  confidential: boolean,
  commands_changes: anything,
  ...known(integer, "project_id"),
  ...known(boolean, "internal", "imported"),
  ...known(string, "imported_from"),
  ...known(anything, "attachment"),
};
