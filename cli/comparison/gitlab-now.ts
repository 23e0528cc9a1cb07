import { z } from "zod";
import type { AddressKind } from "../../provider/domain/address";
import { nearest } from "../../provider/domain/nearest";
import { UserError } from "../../provider/domain/user-error";
import { getJobTokenScope } from "../../provider/gitlab/allowlists";
import type { GitLab } from "../../provider/gitlab/connection";
import { WrongKindError } from "../../provider/gitlab/directory";
import { getVariable, type Variable } from "../../provider/gitlab/variables";
import { isNotFound } from "../../provider/http/errors";
import { path } from "../../provider/http/path";

/** The most paths that are searched for one that is written nearly the same. */
const MOST_CANDIDATES = 1_000;

const named = z.array(z.object({ path_with_namespace: z.string().optional(), full_path: z.string().optional() }));
const found = z.object({ id: z.number() });

/** A project or a group that a program names. */
export interface Named {
  readonly kind: AddressKind;
  readonly id: string | undefined;
  readonly name: string;
}

/** An answer of GitLab, or why there is none. */
export type Answer<T> = { readonly is: T } | { readonly missing: Missing } | { readonly unasked: string };

/** Why an address leads nowhere, and what was likely meant. */
export interface Missing {
  readonly why: string;
  readonly meant?: string;
}

function isOther(kind: AddressKind): string {
  return kind === "group" ? "It is a project, not a group." : "It is a group, not a project.";
}

/** Asks one GitLab what it has, each question once. It only reads. */
export class GitLabNow {
  readonly #gitlab: GitLab;
  readonly #answers = new Map<string, Promise<Answer<unknown>>>();

  constructor(gitlab: GitLab) {
    this.#gitlab = gitlab;
  }

  /** The id of a project or a group, or what was probably meant. */
  idOf(of: Named): Promise<Answer<string>> {
    return this.#once(`id ${of.kind} ${of.id ?? of.name.toLowerCase()}`, async () => {
      try {
        return { is: await this.#look(of) };
      } catch (error) {
        if (isNotFound(error)) return { missing: await this.#instead(of) };
        if (error instanceof WrongKindError) return { missing: { why: isOther(of.kind) } };
        throw error;
      }
    });
  }

  /** The ids on one of a project's lists, each with its path if GitLab tells it. */
  allowlist(projectId: string, kind: AddressKind): Promise<Answer<ReadonlyMap<string, string | undefined>>> {
    return this.#once(`list ${kind} ${projectId}`, async () => ({
      is: await this.#gitlab.lanes.run(() =>
        this.#gitlab.allowlists.entries({ project: { kind: "project", id: projectId }, kind }),
      ),
    }));
  }

  /** Whether a project is closed to job tokens that are not on its allowlist. */
  isClosed(projectId: string): Promise<Answer<boolean>> {
    return this.#once(`scope ${projectId}`, async () => ({
      is: (
        await this.#gitlab.lanes.run(() => getJobTokenScope(this.#gitlab.client, { kind: "project", id: projectId }))
      ).enabled,
    }));
  }

  variable(
    kind: AddressKind,
    id: string,
    { key, scope }: { readonly key: string; readonly scope: string },
  ): Promise<Answer<Variable | undefined>> {
    return this.#once(`variable ${kind} ${id} ${key} ${scope}`, async () => ({
      is: await this.#gitlab.lanes.run(() => getVariable(this.#gitlab.client, { place: { kind, id }, key, scope })),
    }));
  }

  /** Asks each question once. An error of GitLab is an answer too, because a report can do without it. */
  #once<T>(question: string, ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    // The key decides the type of the answer, and only the callers above make keys.
    const known = this.#answers.get(question) as Promise<Answer<T>> | undefined;
    if (known !== undefined) return known;
    const answer = ask().catch((error: unknown): Answer<T> => {
      if (error instanceof UserError) return { unasked: error.message };
      throw error;
    });
    this.#answers.set(question, answer);
    return answer;
  }

  #look({ kind, id, name }: Named): Promise<string> {
    if (id === undefined) return this.#gitlab.directory.idOf(kind, name);
    const call = {
      method: "GET",
      path: kind === "project" ? path`/projects/${id}` : path`/groups/${id}`,
      purpose: { action: `find the ${kind} ${id}`, needs: "a token with the read_api scope" },
    } as const;
    return this.#gitlab.lanes.run(async () => String((await this.#gitlab.client.send(call, found)).id));
  }

  async #instead({ kind, id, name }: Named): Promise<Missing> {
    const why = "It does not exist, or this credential can't see it.";
    if (id !== undefined) return { why };
    const meant = nearest(name, await this.#candidates(kind, name));
    return meant === undefined ? { why } : { why, meant };
  }

  /** Paths that may have been meant: those in the group that the address begins with, or all of the user's if there is no such group. */
  async #candidates(kind: AddressKind, name: string): Promise<readonly string[]> {
    const top = name.split("/")[0] ?? name;
    const below = kind === "project" ? "projects" : "descendant_groups";
    const inGroup = name.includes("/")
      ? await this.#paths(path`/groups/${top}/${below}`, { include_subgroups: "true", simple: "true" })
      : [];
    return inGroup.length > 0
      ? inGroup
      : this.#paths(kind === "project" ? path`/projects` : path`/groups`, { membership: "true", simple: "true" });
  }

  async #paths(of: ReturnType<typeof path>, query: Readonly<Record<string, string>>): Promise<string[]> {
    const call = {
      method: "GET",
      path: of,
      query,
      purpose: { action: "look for what was meant", needs: "a token with the read_api scope" },
    } as const;
    const paths: string[] = [];
    try {
      for await (const { path_with_namespace, full_path } of this.#gitlab.client.rows(call, named)) {
        paths.push(path_with_namespace ?? full_path ?? "");
        if (paths.length === MOST_CANDIDATES) break;
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error; // Nobody can say what was meant; that it is missing is known.
    }
    return paths;
  }
}
