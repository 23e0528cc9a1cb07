import { z } from "zod";
import type { Call, Client } from "../../provider/http/client";
import type { Purpose } from "../../provider/http/errors";
import { path } from "../../provider/http/path";

/** https://docs.gitlab.com/api/notes/#merge-requests */

/** GitLab refuses more. */
export const NOTE_LIMIT = 1_000_000;

const note = z.object({
  id: z.number(),
  body: z.string(),
  author: z.object({ id: z.number() }),
  system: z.boolean(),
});

export type Note = z.output<typeof note>;

/** A merge request: its project by id or path, and its number in there. */
export interface MergeRequest {
  readonly project: string;
  readonly iid: string;
}

/** The user that a token acts as: of a project access token, its bot. */
export async function ownUserId(client: Client): Promise<number> {
  const call: Call = {
    method: "GET",
    path: path`/user`,
    purpose: { action: "ask whose the token is", needs: "a token with the api scope" },
  };
  return (await client.send(call, z.object({ id: z.number() }))).id;
}

/** Oldest first. */
export function notesOf(client: Client, of: MergeRequest): AsyncGenerator<Note> {
  return client.rows({ method: "GET", ...notes(of), query: { sort: "asc" }, purpose: to("read", of) }, z.array(note));
}

export function createNote(client: Client, of: MergeRequest, body: string): Promise<Note> {
  return client.send({ method: "POST", ...notes(of), body: { body }, purpose: to("write", of) }, note);
}

export function updateNote(client: Client, of: MergeRequest, id: number, body: string): Promise<Note> {
  const { project, iid } = of;
  const place = path`/projects/${project}/merge_requests/${iid}/notes/${id}`;
  return client.send({ method: "PUT", path: place, body: { body }, purpose: to("update", of) }, note);
}

function notes({ project, iid }: MergeRequest): Pick<Call, "path"> {
  return { path: path`/projects/${project}/merge_requests/${iid}/notes` };
}

function to(verb: string, { project, iid }: MergeRequest): Purpose {
  return {
    action: `${verb} notes of merge request ${iid} in project ${project}`,
    needs: `a token with the api scope whose user has at least the Reporter role in project ${project}: a project access token is enough, a CI job token can only read notes`,
  };
}
