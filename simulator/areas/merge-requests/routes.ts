import { forbidden, recordNotFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Note } from "../../model/merge-requests";
import { canReadCode } from "../access";
import { findProject, projectAt } from "../addresses";
import { sortBy } from "../lists";
import { addNote, changeNote, type Located, openMergeRequest } from "./operations";
import { presentMergeRequest, presentNote } from "./presentation";

const all = "/projects/:id/merge_requests";
const notes = `${all}/:noteable_id/notes` as const;
const byAddress = { id: requires(text) };
const ofMergeRequest = { ...byAddress, noteable_id: requires(integer) };
const noteOrder = {
  sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
  order_by: optional(text, { values: ["created_at", "updated_at"], initial: "created_at" }),
};

/** Open merge requests. Branches are names only: no commits are simulated, so nothing is merged. */
export const mergeRequestRoutes = [
  route(`GET ${all}`, { params: { ...byAddress, ...pages } }, (call) => {
    const { instance, user } = call;
    const project = projectAt(call);
    // Guests of a private project see no code, and no merge requests. https://docs.gitlab.com/user/permissions/#merge-requests
    if (!canReadCode(instance, user, project)) throw forbidden();
    const newestFirst = instance.mergeRequests.of(project.id).reverse();
    return paged(call, newestFirst, (row) => presentMergeRequest(instance, project, row));
  }),

  route(`GET ${all}/:merge_request_iid`, { params: { ...byAddress, merge_request_iid: requires(integer) } }, (call) => {
    const { project, mergeRequest } = located(call, call.params.merge_request_iid);
    return ok(presentMergeRequest(call.instance, project, mergeRequest));
  }),

  route(
    `POST ${all}`,
    {
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
  route(`GET ${notes}`, { params: { ...ofMergeRequest, ...pages, ...noteOrder } }, (call) => {
    const { instance, params } = call;
    const { mergeRequest } = located(call, params.noteable_id);
    const at = (note: Note) => (params.order_by === "updated_at" ? note.updatedAt : note.createdAt).getTime();
    const direction = params.sort === "asc" ? 1 : -1;
    const byId = sortBy(instance.mergeRequests.notesOf(mergeRequest), direction, ({ id }) => id);
    return paged(call, sortBy(byId, direction, at), (note) => presentNote(instance, mergeRequest, note));
  }),

  route(`POST ${notes}`, { params: { ...ofMergeRequest, body: requires(text) } }, (call) => {
    const where = located(call, call.params.noteable_id);
    return created(presentNote(call.instance, where.mergeRequest, addNote(call, where, call.params.body)));
  }),

  route(
    `PUT ${notes}/:note_id`,
    { params: { ...ofMergeRequest, note_id: requires(integer), body: optional(text) } },
    (call) => {
      const { instance, params } = call;
      const where = located(call, params.noteable_id);
      const note = instance.mergeRequests.notesOf(where.mergeRequest).find(({ id }) => id === params.note_id);
      if (note === undefined) throw recordNotFound();
      changeNote(call, { ...where, note }, params.body);
      return ok(presentNote(instance, where.mergeRequest, note));
    },
  ),
];

/** The merge request that a path means, if the caller may see it. */
function located(call: SignedCall<{ readonly id: string | null }>, iid: number | null): Located {
  const project = findProject(call, call.params.id);
  const mergeRequest = call.instance.mergeRequests.of(project.id).find((each) => each.iid === iid);
  if (mergeRequest === undefined || !canReadCode(call.instance, call.user, project)) throw recordNotFound();
  return { project, mergeRequest };
}
