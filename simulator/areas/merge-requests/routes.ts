import { forbidden, recordNotFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, ok, type Reply } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { MergeRequest, Note } from "../../model/merge-requests";
import type { Project } from "../../model/project";
import { canReadCode, isArchived } from "../access";
import { findProject, groupAt, projectAt } from "../addresses";
import { sortBy } from "../lists";
import { byNumber, filteredMergeRequests, mergeRequestFilters, mergeRequestShaping } from "./list-filters";
import { addNote, changeNote, type Located, mergeMergeRequest, openMergeRequest } from "./operations";
import { presentMergeRequest, presentNote } from "./presentation";

const all = "/projects/:id/merge_requests";
const notes = `${all}/:noteable_id/notes` as const;
/** The scope of GitLab's agents: they read, open merge requests and write notes, but don't merge. */
const scopes = ["ai_workflows"];
const byAddress = { id: requires(text) };
const ofMergeRequest = { ...byAddress, noteable_id: requires(integer) };
const oneNote = { ...ofMergeRequest, note_id: requires(integer) };
const noteOrder = {
  sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
  order_by: optional(text, { values: ["created_at", "updated_at"], initial: "created_at" }),
};

/** Branches are names only: no commits are simulated, so that a merge changes the merge request and no code. */
export const mergeRequestRoutes = [
  route(
    "GET /merge_requests",
    {
      scopes,
      shaping: mergeRequestShaping,
      params: { ...mergeRequestFilters, ...pages, non_archived: optional(boolean, { initial: false }) },
    },
    (call) => {
      const own = { ...call.params, scope: call.params.scope ?? "created_by_me" };
      return listed(call, inOpenProjects(call, readable(call, call.instance.mergeRequests.all())), own);
    },
  ),

  route(
    "GET /groups/:id/merge_requests",
    {
      scopes,
      shaping: mergeRequestShaping,
      params: { ...byAddress, ...mergeRequestFilters, ...pages, non_archived: optional(boolean, { initial: true }) },
    },
    (call) => {
      const { namespaces, mergeRequests } = call.instance;
      const below = [...namespaces.projectsBelow(groupAt(call))].flatMap(({ id }) => mergeRequests.of(id));
      return listed(call, inOpenProjects(call, readable(call, below)), call.params);
    },
  ),

  route(
    `GET ${all}`,
    { scopes, shaping: mergeRequestShaping, params: { ...byAddress, ...mergeRequestFilters, ...byNumber, ...pages } },
    (call) => {
      const { instance, user } = call;
      const project = projectAt(call);
      // Guests of a private project see no code, and no merge requests. https://docs.gitlab.com/user/permissions/#merge-requests
      if (!canReadCode(instance, user, project)) throw forbidden();
      return listed(call, instance.mergeRequests.of(project.id), call.params);
    },
  ),

  route(
    `PUT ${all}/:merge_request_iid/merge`,
    {
      scopes,
      shaping: ["merge_commit_message", "squash_commit_message", "squash"],
      params: { ...byAddress, merge_request_iid: requires(integer), sha: optional(text) },
    },
    (call) => {
      const { project, mergeRequest } = located(call, call.params.merge_request_iid);
      mergeMergeRequest(call, { project, mergeRequest }, call.params.sha);
      return ok(presentMergeRequest(call.instance, project, mergeRequest));
    },
  ),

  route(
    `GET ${all}/:merge_request_iid`,
    {
      scopes,
      shaping: ["render_html", "include_diverged_commits_count", "include_rebase_in_progress"],
      params: { ...byAddress, merge_request_iid: requires(integer) },
    },
    (call) => {
      const { project, mergeRequest } = located(call, call.params.merge_request_iid);
      return ok(presentMergeRequest(call.instance, project, mergeRequest));
    },
  ),

  route(
    `POST ${all}`,
    {
      scopes,
      writing: scopes,
      params: {
        ...byAddress,
        title: requires(text, { allowBlank: false }),
        source_branch: requires(text),
        target_branch: requires(text),
        description: optional(text),
      },
    },
    (call) => {
      const project = projectAt(call);
      return created(presentMergeRequest(call.instance, project, openMergeRequest(call, project, call.params)));
    },
  ),

  // Commands in notes (quick actions) are text like any other here.
  route(`GET ${notes}`, { scopes, params: { ...ofMergeRequest, ...pages, ...noteOrder } }, (call) => {
    const { instance, params } = call;
    const { mergeRequest } = located(call, params.noteable_id);
    const at = (note: Note) => (params.order_by === "updated_at" ? note.updatedAt : note.createdAt).getTime();
    const direction = params.sort === "asc" ? 1 : -1;
    const byId = sortBy(instance.mergeRequests.notesOf(mergeRequest), direction, ({ id }) => id);
    return paged(call, sortBy(byId, direction, at), (note) => presentNote(instance, mergeRequest, note));
  }),

  route(`POST ${notes}`, { scopes, writing: scopes, params: { ...ofMergeRequest, body: requires(text) } }, (call) => {
    const where = located(call, call.params.noteable_id);
    return created(presentNote(call.instance, where.mergeRequest, addNote(call, where, call.params.body)));
  }),

  route(`GET ${notes}/:note_id`, { scopes, params: oneNote }, (call) => {
    const { mergeRequest, note } = noteOf(call);
    return ok(presentNote(call.instance, mergeRequest, note));
  }),

  route(`PUT ${notes}/:note_id`, { scopes, params: { ...oneNote, body: optional(text) } }, (call) => {
    const where = noteOf(call);
    changeNote(call, where, call.params.body);
    return ok(presentNote(call.instance, where.mergeRequest, where.note));
  }),
];

type Listing = SignedCall<{ readonly page: number | null; readonly per_page: number | null }>;

function listed(
  call: Listing,
  rows: readonly MergeRequest[],
  filters: Parameters<typeof filteredMergeRequests>[2],
): Reply {
  return paged(call, filteredMergeRequests(call, rows, filters), (row) =>
    presentMergeRequest(call.instance, projectOf(call, row), row),
  );
}

function readable(call: SignedCall, rows: readonly MergeRequest[]): MergeRequest[] {
  return rows.filter((row) => canReadCode(call.instance, call.user, projectOf(call, row)));
}

/** Leaves out those of archived projects, unless they are asked for. */
function inOpenProjects(
  call: SignedCall<{ readonly non_archived: boolean | null }>,
  rows: readonly MergeRequest[],
): readonly MergeRequest[] {
  if (call.params.non_archived !== true) return rows;
  return rows.filter((row) => !isArchived(call.instance, projectOf(call, row)));
}

function projectOf({ instance }: SignedCall, { projectId }: MergeRequest): Project {
  const project = instance.namespaces.projects.get(projectId);
  if (project === undefined) throw new Error(`A merge request is of project ${projectId}, which was deleted.`);
  return project;
}

/** The merge request that a path means, if the caller may see it. */
function located(call: SignedCall<{ readonly id: string | null }>, iid: number | null): Located {
  const project = findProject(call, call.params.id);
  const mergeRequest = call.instance.mergeRequests.of(project.id).find((each) => each.iid === iid);
  if (mergeRequest === undefined || !canReadCode(call.instance, call.user, project)) throw recordNotFound();
  return { project, mergeRequest };
}

type OneNote = SignedCall<{
  readonly id: string | null;
  readonly noteable_id: number | null;
  readonly note_id: number | null;
}>;

function noteOf(call: OneNote): Located & { readonly note: Note } {
  const where = located(call, call.params.noteable_id);
  const note = call.instance.mergeRequests.notesOf(where.mergeRequest).find(({ id }) => id === call.params.note_id);
  if (note === undefined) throw recordNotFound();
  return { ...where, note };
}
