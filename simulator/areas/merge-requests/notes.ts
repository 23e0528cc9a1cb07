import { badRequest, forbidden, grapeError, recordNotFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, ok } from "../../grape/reply";
import { route } from "../../grape/router";
import type { Instance } from "../../model/instance";
import { type MergeRequest, type Note, presentNote } from "../../model/merge-request";
import { canAdminProject } from "../access";
import { authorOf, findMergeRequest } from "./routes";

const all = "/projects/:id/merge_requests/:noteable_id/notes";
const address = { id: requires(text), noteable_id: requires(integer) };
/** Gitlab::Database::MAX_TEXT_SIZE_LIMIT */
const LONGEST = 1_000_000;

/** Comments on merge requests. Commands in them (quick actions) are text like any other here. */
export const noteRoutes = [
  route(
    `GET ${all}`,
    {
      params: {
        ...address,
        ...pages,
        sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
        order_by: optional(text, { values: ["created_at", "updated_at"], initial: "created_at" }),
      },
    },
    (call) => {
      const { instance, params } = call;
      const { mergeRequest } = findMergeRequest(call, params.noteable_id);
      const at = (note: Note) => (params.order_by === "updated_at" ? note.updatedAt : note.createdAt).getTime();
      const ascending = instance.mergeRequests.notesOf(mergeRequest).sort((a, b) => at(a) - at(b) || a.id - b.id);
      const rows = params.sort === "asc" ? ascending : ascending.reverse();
      return paged(call, rows, (note) => shown(instance, mergeRequest, note));
    },
  ),

  route(`POST ${all}`, { params: { ...address, body: requires(text) } }, (call) => {
    const { instance, params, user } = call;
    const { mergeRequest } = findMergeRequest(call, params.noteable_id);
    const body = valid(params.body);
    const details = { mergeRequestId: mergeRequest.id, authorId: user.id, body, createdAt: instance.clock.now() };
    return created(shown(instance, mergeRequest, instance.mergeRequests.addNote(details)));
  }),

  route(`PUT ${all}/:note_id`, { params: { ...address, note_id: requires(integer), body: optional(text) } }, (call) => {
    const { instance, params, user } = call;
    const { project, mergeRequest } = findMergeRequest(call, params.noteable_id);
    const note = instance.mergeRequests.notesOf(mergeRequest).find(({ id }) => id === params.note_id);
    if (note === undefined) throw recordNotFound();
    if (note.authorId !== user.id && !canAdminProject(instance, user, project)) throw forbidden();
    if (params.body === undefined) return ok(shown(instance, mergeRequest, note));
    if (params.body === null || params.body.trim() === "") throw grapeError(400, "body is empty");
    note.body = valid(params.body);
    note.updatedAt = instance.clock.now();
    return ok(shown(instance, mergeRequest, note));
  }),
];

function shown(instance: Instance, of: MergeRequest, note: Note) {
  return presentNote(note, of, authorOf(instance, note), instance.origin);
}

function valid(body: string | null): string {
  if (body === null || body.trim() === "") throw badRequest('Note {:note=>["can\'t be blank"]}');
  if (body.length > LONGEST) throw badRequest(`Note {:note=>["is too long (maximum is ${LONGEST} characters)"]}`);
  return body;
}
