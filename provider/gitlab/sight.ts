import { z } from "zod";
import { type Environment, filled } from "../domain/environment";
import { refusal, UserError } from "../domain/user-error";
import type { Call, Client } from "../http/client";
import { AnswerError, isNotFound } from "../http/errors";
import { path } from "../http/path";
import { type Place, placeName } from "./place";

/** What GitLab shows of a project or group. A 404 alone does not tell whether it is gone or hidden from the credential. */
export type Standing =
  | { readonly is: "gone" }
  | { readonly is: "hidden" }
  | {
      readonly is: "there";
      /** What is archived: itself, or the group above that was archived with everything below it. */
      readonly archived: Place | undefined;
      /** The day on which GitLab deletes it, where somebody has asked for that. */
      readonly deletionOn: string | undefined;
    };

const shape = z.object({
  archived: z.boolean().nullish(),
  full_path: z.string().nullish(),
  parent_id: z.number().nullish(),
  marked_for_deletion_on: z.string().nullish(),
});

/** Set to the ids of projects and groups that a person knows to be gone: `17,42`, or `project:17,group:42` where both kinds have an id. */
const SAID_TO_BE_GONE = "GITLAB_CI_ACCESS_GONE";

const GONE = /^(?:(?:project|group):)?\d+$/;

/** The error about something that GitLab hides from the credential, or that is gone. Nobody can tell which. */
export class HiddenError extends UserError {
  override readonly name = "HiddenError";
  readonly place: Place;

  constructor(place: Place, message: string, cause?: unknown) {
    super({ summary: `${placeName(place)} is gone or hidden`, message, secrets: [], cause });
    this.place = place;
  }
}

/** What the credential sees: each project and group is asked for once in a process, and the administrator's rights once. */
export class Sight {
  readonly #client: Client;
  readonly #env: Environment;
  readonly #standings = new Map<string, Promise<Standing>>();
  #administrator: Promise<boolean> | undefined;

  constructor(client: Client, env: Environment) {
    this.#client = client;
    this.#env = env;
  }

  of(place: Place): Promise<Standing> {
    const key = `${place.kind} ${place.id}`;
    const known = this.#standings.get(key);
    if (known !== undefined) return known;
    const standing = this.#ask(place);
    this.#standings.set(key, standing);
    standing.catch(() => this.#standings.delete(key)); // A failure is not remembered.
    return standing;
  }

  async #ask(place: Place): Promise<Standing> {
    try {
      const found = await this.#client.send(lookUp(place), shape);
      return {
        is: "there",
        archived: await this.#archivedWith(place, found),
        deletionOn: found.marked_for_deletion_on ?? undefined,
      };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return { is: this.#isSaidToBeGone(place) || (await this.isAdministrator()) ? "gone" : "hidden" };
    }
  }

  /** GitLab says of the uppermost archived group alone that it is. */
  async #archivedWith(place: Place, { archived, parent_id, full_path }: z.output<typeof shape>) {
    if (archived === true) return { ...place, called: place.called ?? full_path ?? undefined };
    if (place.kind === "project" || !parent_id) return undefined;
    const above = await this.of({ kind: "group", id: String(parent_id) });
    return above.is === "there" ? above.archived : undefined;
  }

  #isSaidToBeGone({ kind, id }: Place): boolean {
    const said = (filled(this.#env[SAID_TO_BE_GONE]) ?? "").split(",").map((part) => part.trim());
    const wrong = said.find((part) => part !== "" && !GONE.test(part));
    if (wrong === undefined) return said.includes(id) || said.includes(`${kind}:${id}`);
    throw refusal(
      SAID_TO_BE_GONE,
      `${SAID_TO_BE_GONE} holds "${wrong}": give the numeric ids of projects and groups that are gone, like 17,42 or project:17,group:42.`,
    );
  }

  /** An administrator sees everything. `is_admin` of `/user` is no proof: it is true as well while admin mode is not in force. */
  isAdministrator(): Promise<boolean> {
    this.#administrator ??= this.#askForAdministrator();
    this.#administrator.catch(() => {
      this.#administrator = undefined;
    });
    return this.#administrator;
  }

  async #askForAdministrator(): Promise<boolean> {
    const call: Call = {
      method: "GET",
      path: path`/application/appearance`,
      purpose: { action: "ask whether the credential has administrator's rights", needs: "a token with the api scope" },
    };
    try {
      await this.#client.send(call, z.looseObject({}));
      return true;
    } catch (error) {
      if (error instanceof AnswerError && [401, 403, 404].includes(error.status)) return false;
      throw error;
    }
  }
}

/** Returns the three things that a user can do, because GitLab deliberately does not tell gone from hidden. */
export function waysOut({ kind, id }: Place): string {
  return (
    `GitLab answers 404 both for what is gone and for what the credential may not see. Either let the credential see it (make its user a member of the ${kind}, or use an administrator's token); ` +
    `or, if you know that it is gone, say so with ${SAID_TO_BE_GONE}=${id}; or take the resource out of the state with \`pulumi state delete\`.`
  );
}

function lookUp(place: Place): Call {
  return {
    method: "GET",
    path: path`/${place.kind}s/${place.id}`,
    ...(place.kind === "group" ? { query: { with_projects: "false" } } : {}),
    purpose: {
      action: `ask whether ${placeName(place)} is still there`,
      needs: `a token with the api or read_api scope whose user can see ${placeName(place)}`,
    },
  };
}
