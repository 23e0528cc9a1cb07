import { type Environment, filled } from "../../provider/domain/environment";
import { credentialNamed } from "../../provider/gitlab/credential";
import { originOf } from "../../provider/gitlab/instance";
import type { Client } from "../../provider/http/client";
import { LostAnswerError } from "../../provider/http/errors";
import { CommandError } from "../command";
import { REPORT_TOKEN } from "../environment";
import { clientFor } from "../gitlab-client";
import { anyMarker, fitting } from "../report/markdown";
import { createNote, type MergeRequest, NOTE_LIMIT, type Note, notesOf, ownUserId, updateNote } from "./notes";

/** The merge request that gets a comment, and the client that writes it. */
export interface Destination {
  readonly client: Client;
  readonly mergeRequest: MergeRequest;
}

export function destinationIn(env: Environment): Destination | undefined {
  const iid = filled(env.CI_MERGE_REQUEST_IID);
  const project = filled(env.CI_MERGE_REQUEST_PROJECT_ID) ?? filled(env.CI_PROJECT_ID);
  const url = filled(env.CI_API_V4_URL);
  if (iid === undefined || project === undefined || url === undefined || filled(env[REPORT_TOKEN]) === undefined)
    return undefined;
  const instance = { origin: originOf(url, "CI_API_V4_URL"), source: "CI_API_V4_URL", headers: {} };
  const credential = () => credentialNamed(REPORT_TOKEN, env);
  return { client: clientFor({ instance, credential, env }), mergeRequest: { project, iid } };
}

/** Says what is missing for a comment. */
export function whyNoDestination(env: Environment): string {
  if (filled(env.CI_MERGE_REQUEST_IID) === undefined)
    return "This is no merge request's pipeline: CI_MERGE_REQUEST_IID is not set.";
  return `${REPORT_TOKEN} is not set, or CI_API_V4_URL and CI_PROJECT_ID are not. A comment takes a token of its own, with the api scope and the Reporter role in this project: CI_JOB_TOKEN can only read notes.`;
}

/** Updates this stack's comment, or writes it, and returns which. */
export async function comment({ client, mergeRequest }: Destination, markdown: string): Promise<"created" | "updated"> {
  const body = fitting(withoutCommands(markdown), NOTE_LIMIT);
  const [marker] = anyMarker.exec(body) ?? [];
  if (marker === undefined)
    throw new CommandError("This is no report of `gitlab-ci-access report`: its first line is missing.");
  const present = await find(client, mergeRequest, marker);
  if (present !== undefined) {
    await updateNote(client, mergeRequest, present.id, body);
    return "updated";
  }
  try {
    await createNote(client, mergeRequest, body);
  } catch (error) {
    // GitLab may have written it although no answer came.
    if (!(error instanceof LostAnswerError) || (await find(client, mergeRequest, marker)) === undefined) throw error;
  }
  return "created";
}

/** Finds this stack's comment among those of this token's user. Anybody can write the marker. */
async function find(client: Client, of: MergeRequest, marker: string): Promise<Note | undefined> {
  const self = await ownUserId(client);
  for await (const note of notesOf(client, of))
    if (note.author.id === self && !note.system && note.body.startsWith(marker)) return note;
  return undefined;
}

/**
 * GitLab runs a line that begins with a slash as a command, with the rights of this token. A report has no such line, but a file from a
 * job that runs a branch's program may have some. https://docs.gitlab.com/user/project/quick_actions/
 */
function withoutCommands(markdown: string): string {
  return markdown.replace(/^([^\S\r\n\u2028\u2029]*)\/(?=\w)/gm, "$1\\/");
}
