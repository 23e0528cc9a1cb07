import { integer, list, moment, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import type { MergeRequest } from "../../model/merge-requests";
import type { Act } from "../access";
import { includesText, isAmong, sortBy } from "../lists";

const SCOPES = ["created-by-me", "assigned-to-me", "created_by_me", "assigned_to_me", "reviews_for_me", "all"];

/** Declared by every list of merge requests. */
export const mergeRequestFilters = {
  state: optional(text, { values: ["opened", "closed", "locked", "merged", "all"], initial: "all" }),
  scope: optional(text, { values: SCOPES }),
  source_branch: optional(text),
  target_branch: optional(text),
  source_project_id: optional(integer),
  author_id: optional(integer),
  author_username: optional(text),
  search: optional(text),
  in: optional(text),
  created_after: optional(moment),
  created_before: optional(moment),
  updated_after: optional(moment),
  updated_before: optional(moment),
  order_by: optional(text, { values: ["created_at", "updated_at", "merged_at", "title"], initial: "created_at" }),
  sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
};
export const byNumber = { iids: optional(list(integer)) };

/** Parameters that change nothing here: there are no labels, and only one view of a merge request. */
export const mergeRequestShaping = ["with_labels_details", "with_merge_status_recheck", "view", "render_html"];

type Filters = Values<typeof mergeRequestFilters> & Values<typeof byNumber>;

/** Those that were asked for, in the order that was asked for. */
export function filteredMergeRequests(act: Act, rows: readonly MergeRequest[], filters: Filters): MergeRequest[] {
  const found = rows.filter((row) => matches(act, row, filters));
  const direction = filters.sort === "asc" ? 1 : -1;
  const byId = sortBy(found, direction, ({ id }) => id);
  if (filters.order_by === "title") return sortBy(byId, direction, ({ title }) => title);
  if (filters.order_by === "merged_at") return sortBy(byId, direction, ({ mergedAt }) => mergedAt?.getTime() ?? 0);
  const key = filters.order_by === "updated_at" ? "updatedAt" : "createdAt";
  return sortBy(byId, direction, (row) => row[key].getTime());
}

function matches(act: Act, row: MergeRequest, filters: Filters): boolean {
  const { state, source_branch: source, target_branch: target, source_project_id: projectId } = filters;
  if (state && state !== "all" && row.state !== state) return false;
  if (source && row.sourceBranch !== source) return false;
  if (target && row.targetBranch !== target) return false;
  if (projectId && row.projectId !== projectId) return false;
  if (!isAmong(row.iid, filters.iids)) return false;
  return isOf(act, row, filters) && isFound(row, filters) && isInTime(row, filters);
}

/** Nobody is ever assigned or asked for a review. */
function isOf({ instance, user }: Act, row: MergeRequest, filters: Filters): boolean {
  const { scope, author_id: authorId, author_username: username } = filters;
  if (scope === "assigned-to-me" || scope === "assigned_to_me" || scope === "reviews_for_me") return false;
  if ((scope === "created-by-me" || scope === "created_by_me") && row.authorId !== user.id) return false;
  if (authorId && row.authorId !== authorId) return false;
  return !username || instance.users.byUsername(username)?.id === row.authorId;
}

function isFound(row: MergeRequest, { search, in: fields }: Filters): boolean {
  if (!search) return true;
  const wanted = (fields ?? "title,description").split(",");
  const texts = [
    ...(wanted.includes("title") ? [row.title] : []),
    ...(wanted.includes("description") ? [row.description ?? ""] : []),
  ];
  return texts.some((text) => includesText(text, search));
}

function isInTime({ createdAt, updatedAt }: MergeRequest, filters: Filters): boolean {
  if (filters.created_after && createdAt < filters.created_after) return false;
  if (filters.created_before && createdAt > filters.created_before) return false;
  if (filters.updated_after && updatedAt < filters.updated_after) return false;
  return !(filters.updated_before && updatedAt > filters.updated_before);
}
