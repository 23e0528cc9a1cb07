import { z } from "zod";
import type { AddressKind } from "../domain/address";
import { UserError } from "../domain/user-error";
import type { Call, Client } from "../http/client";
import { isDoubtful, isNotFound, isRefusal, isUnsettled, type Purpose } from "../http/errors";
import { path } from "../http/path";
import { pathOfGroupPage } from "./group-page";
import { type Place, placeName } from "./place";
import { settle } from "./settle";

/** https://docs.gitlab.com/api/project_job_token_scopes/ */

const scope = z.object({ inbound_enabled: z.boolean() });
const entries = z.array(
  z.object({ id: z.number(), path_with_namespace: z.string().optional(), web_url: z.string().optional() }),
);

/** POST and DELETE take integers only, although the documentation also allows paths. */
const lists = {
  project: { path: "allowlist", field: "target_project_id", label: "allowlist" },
  group: { path: "groups_allowlist", field: "target_group_id", label: "group allowlist" },
} as const;

/** One list of one project. */
export interface Allowlist {
  readonly project: Place;
  readonly kind: AddressKind;
}

/** Is the project closed to the job tokens of those that are not listed? True as well while the instance enforces it. */
export async function getJobTokenScope(client: Client, project: Place): Promise<{ enabled: boolean }> {
  const call: Call = {
    method: "GET",
    path: path`/projects/${project.id}/job_token_scope`,
    purpose: to(`read the job token scope of ${placeName(project)}`, project),
  };
  return { enabled: (await client.send(call, scope)).inbound_enabled };
}

/** Sets the switch. GitLab sends 204 without content, in some versions even where the instance keeps another value, so read it again. */
export async function setJobTokenScope(client: Client, project: Place, enabled: boolean): Promise<void> {
  await client.sendOnly({
    method: "PATCH",
    path: path`/projects/${project.id}/job_token_scope`,
    body: { enabled },
    repeatable: true,
    purpose: to(`switch ${enabled ? "on" : "off"} the job token scope of ${placeName(project)}`, project),
  });
}

/** How old a shared list may be when a read uses it. All reads of one refresh begin within seconds of each other. */
const SHARED_FOR_MS = 60_000;

type Learn = (kind: AddressKind, id: string, path: string) => void;

interface SharedList {
  readonly readAt: number;
  readonly ids: Promise<Map<string, string | undefined>>;
}

/** The allowlists of all projects. All entries of a list share its reads, and a look at the list settles a doubtful write. */
export class Allowlists {
  readonly #shared = new Map<string, SharedList>();
  /** About how long each list is, so that its pages can be read at the same time. */
  readonly #lengths = new Map<string, number>();

  readonly #client: Client;
  readonly #now: () => number;

  readonly #learn: Learn;

  /** `learn` gets the paths in the lists, including that of the project itself. */
  constructor(client: Client, now: () => number, learn: Learn = () => {}) {
    this.#client = client;
    this.#now = now;
    this.#learn = learn;
  }

  /** Returns whether the target is listed. One listing serves all reads within a minute, and our own writes update it. */
  async has(list: Allowlist, target: Place): Promise<boolean> {
    const known = this.#shared.get(keyOf(list));
    const fresh = known !== undefined && this.#now() - known.readAt < SHARED_FOR_MS ? known : this.#read(list);
    return (await fresh.ids).has(target.id);
  }

  /** Returns the ids that are listed now, each with its path if GitLab gives it. `expected` is the number that a state records. */
  async entries(list: Allowlist, expected?: number): Promise<ReadonlyMap<string, string | undefined>> {
    return new Map(await this.#read(list, expected).ids);
  }

  /** Adds the target. The caller must read the list afterwards to settle any doubt. */
  async post(list: Allowlist, target: Place): Promise<void> {
    await this.#unshared(list, 1, () => addToAllowlist(this.#client, list, target));
  }

  /** Removes the target. The caller must read the list afterwards, as after `post`. */
  async delete(list: Allowlist, target: Place): Promise<void> {
    await this.#unshared(list, -1, () => removeFromAllowlist(this.#client, list, target));
  }

  /**
   * Adds the target. It posts before it looks, because most targets are not listed yet. GitLab refuses a listed target with a 400 that has
   * other causes, too, and a lost answer proves nothing, so in both cases the list decides.
   */
  add(list: Allowlist, target: Place): Promise<"added" | "already there"> {
    return settle<"added" | "already there">({
      isDoubtful,
      act: async () => {
        await addToAllowlist(this.#client, list, target);
        this.#amend(list, (ids) => ids.set(target.id, undefined));
        return "added";
      },
      look: async (doubt, attempt) => {
        if (await this.#looked(list, target)) return isRefusal(doubt) && attempt === 1 ? "already there" : "added";
        if (isRefusal(doubt)) throw doubt;
        return undefined;
      },
    });
  }

  /**
   * Removes the target. GitLab answers 400 for a target that is not listed and 404 for one that is gone or hidden: the list decides.
   * A 404 of the project itself is an error.
   */
  async remove(list: Allowlist, target: Place): Promise<void> {
    try {
      await removeFromAllowlist(this.#client, list, target);
      this.#amend(list, (ids) => ids.delete(target.id));
    } catch (error) {
      if (isUnsettled(error)) this.#shared.delete(keyOf(list)); // Nobody knows what it holds now.
      if (!isRefusal(error) && !isNotFound(error)) throw error;
      if (await this.#looked(list, target)) throw isNotFound(error) ? stillListed(target, error) : error;
    }
  }

  async #unshared(list: Allowlist, lengthensBy: number, change: () => Promise<void>): Promise<void> {
    const key = keyOf(list);
    try {
      await change();
      this.#lengths.set(key, (this.#lengths.get(key) ?? 0) + lengthensBy);
    } finally {
      this.#shared.delete(key);
    }
  }

  async #looked(list: Allowlist, target: Place): Promise<boolean> {
    return (await this.#read(list).ids).has(target.id);
  }

  /** Leaves out the project itself, which is always listed and can never be removed. */
  async #list(list: Allowlist, expected: number | undefined): Promise<Map<string, string | undefined>> {
    const ids = await listAllowlist(this.#client, list, expected);
    for (const [id, path] of ids) if (path !== undefined) this.#learn(list.kind, id, path);
    if (list.kind === "project") ids.delete(list.project.id);
    return ids;
  }

  #read(list: Allowlist, expected?: number): SharedList {
    const key = keyOf(list);
    const ids = this.#list(list, this.#lengths.get(key) ?? expected);
    const reading: SharedList = { readAt: this.#now(), ids };
    this.#shared.set(key, reading);
    ids.then(
      ({ size }) => this.#lengths.set(key, size),
      () => {
        if (this.#shared.get(key) === reading) this.#shared.delete(key);
      },
    );
    return reading;
  }

  /** A list that is being read at this moment gets the change, too. The result is the same whether or not the reading saw it. */
  #amend(list: Allowlist, change: (ids: Map<string, string | undefined>) => void): void {
    const key = keyOf(list);
    const changed = (ids: Map<string, string | undefined>) => {
      change(ids);
      this.#lengths.set(key, ids.size);
    };
    this.#shared.get(key)?.ids.then(changed, () => undefined); // A failed reading has been dropped already.
  }
}

/** GitLab looks the target up before it removes it, so a target that the token's user can't see stays listed. */
export function stillListed(target: Place, error: UserError): UserError {
  return new UserError({
    summary: `${placeName(target)} is still listed`,
    message:
      `${error.message} It is listed, but this GitLab doesn't find ${placeName(target)} for the token's user: an administrator can remove it ` +
      "in the project's Settings → CI/CD → Job token permissions, or give that user access to it.",
    secrets: [],
  });
}

function keyOf({ project, kind }: Allowlist): string {
  return `${project.id}:${kind}`;
}

/** Returns the ids in a list, each with its path if GitLab gives it. `expected` is their likely number, without the project itself. */
async function listAllowlist(
  client: Client,
  { project, kind }: Allowlist,
  expected = 0,
): Promise<Map<string, string | undefined>> {
  const { path: list, label } = lists[kind];
  const call: Call = {
    method: "GET",
    path: path`/projects/${project.id}/job_token_scope/${list}`,
    purpose: to(`read the job token ${label} of ${placeName(project)}`, project),
  };
  const ids = new Map<string, string | undefined>();
  for await (const { id, path_with_namespace, web_url = "" } of client.rows(
    call,
    entries,
    kind === "project" ? expected + 1 : expected,
  ))
    ids.set(String(id), path_with_namespace ?? pathOfGroupPage(web_url));
  return ids;
}

async function addToAllowlist(client: Client, { project, kind }: Allowlist, target: Place): Promise<void> {
  const { path: list, field, label } = lists[kind];
  await client.sendOnly({
    method: "POST",
    path: path`/projects/${project.id}/job_token_scope/${list}`,
    body: { [field]: Number(target.id) },
    purpose: to(
      `add ${placeName(target)} to the job token ${label} of ${placeName(project)}`,
      project,
      `, and access to ${placeName(target)}`,
    ),
  });
}

async function removeFromAllowlist(client: Client, { project, kind }: Allowlist, target: Place): Promise<void> {
  const { path: list, label } = lists[kind];
  await client.sendOnly({
    method: "DELETE",
    path: path`/projects/${project.id}/job_token_scope/${list}/${target.id}`,
    purpose: to(`remove ${placeName(target)} from the job token ${label} of ${placeName(project)}`, project),
  });
}

function to(action: string, project: Place, more = ""): Purpose {
  return {
    action,
    needs: `a token with the api scope whose user has at least the Maintainer role in ${placeName(project)}${more}`,
  };
}
