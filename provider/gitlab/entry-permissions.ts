import { z } from "zod";
import { type Permissions, permissionsText } from "../domain/permissions";
import { refusal } from "../domain/user-error";
import type { Client } from "../http/client";
import { GraphError } from "../http/graph-failure";
import type { Query } from "../http/graphql";
import { ask, mutate } from "./graph";
import { type Place, placeName } from "./place";
import { ENTRY, entryShape, GRAPHQL_ADVICE, type HeldEntry } from "./project-access";
import type { Version } from "./version";

/** A project or a group at its path of today, because GraphQL's mutations take nothing else. */
export interface PlaceAtPath extends Place {
  readonly path: string;
}

/** One change of an allowlist: which project's, whose entry, and what it is to give. */
export interface EntryChange {
  readonly project: PlaceAtPath;
  readonly target: PlaceAtPath;
  readonly permissions: Permissions;
}

/** GitLab made them generally available in it. https://docs.gitlab.com/ci/jobs/fine_grained_permissions/ */
const SINCE = [18, 3] as const;

/** Returns whether entries of this GitLab can give less than everything. */
export function hasPermissions(version: Version): Promise<boolean> {
  return version.has(SINCE);
}

/** Throws where this GitLab is too old to let entries give less than everything. */
export function mustHavePermissions(version: Version): Promise<void> {
  return version.mustHave("permissions of allowlist entries", SINCE);
}

const MUTATIONS = {
  add: { name: "ciJobTokenScopeAddGroupOrProject", deed: "add", into: "to" },
  update: { name: "ciJobTokenScopeUpdatePolicies", deed: "set the permissions of", into: "in" },
} as const;

const payload = z.object({ errors: z.array(z.string()), ciJobTokenScopeAllowlistEntry: entryShape.nullable() });
const names = z.object({ __type: z.object({ enumValues: z.array(z.object({ name: z.string() })) }).nullable() });

/**
 * What entries of allowlists give. GitLab's REST API can neither show nor set it.
 * https://docs.gitlab.com/api/graphql/reference/#mutationcijobtokenscopeaddgrouporproject
 */
export class EntryPermissions {
  readonly #client: Client;
  #names: Promise<readonly string[]> | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Adds an entry that gives this from its first moment on. Returns what GitLab has at the path now. GitLab refuses a listed target. */
  add(change: EntryChange): Promise<HeldEntry | undefined> {
    return this.#send(MUTATIONS.add, change, false);
  }

  /** Changes what an entry gives. It is never removed in between. */
  update(change: EntryChange): Promise<HeldEntry | undefined> {
    return this.#send(MUTATIONS.update, change, true);
  }

  async #send(
    { name, deed, into }: (typeof MUTATIONS)["add" | "update"],
    { project, target, permissions }: EntryChange,
    repeatable: boolean,
  ): Promise<HeldEntry | undefined> {
    const isDefault = permissions === "default";
    const query: Query = {
      query:
        "mutation($project:ID!,$target:ID!,$default:Boolean!,$policies:[CiJobTokenScopePolicies!]!)" +
        `{payload:${name}(input:{projectPath:$project,targetPath:$target,defaultPermissions:$default,jobTokenPolicies:$policies})` +
        `{errors ciJobTokenScopeAllowlistEntry{${ENTRY}}}}`,
      variables: {
        project: project.path,
        target: target.path,
        default: isDefault,
        policies: isDefault ? [] : permissions.map((one) => one.toUpperCase()),
      },
      purpose: {
        action: `${deed} ${placeName(target)} ${into} the job token allowlist of ${placeName(project)}, with ${permissionsText(permissions)}`,
        needs: `a token with the api scope whose user has at least the Maintainer role in ${placeName(project)}, and access to ${placeName(target)}`,
        advice: GRAPHQL_ADVICE,
      },
      repeatable,
    };
    try {
      return (await mutate(this.#client, query, payload)).ciJobTokenScopeAllowlistEntry ?? undefined;
    } catch (error) {
      throw isUnknownName(error) ? await this.#unknownName(permissions, error) : error;
    }
  }

  /** Only the server knows which names it has: the list grows with its versions. Where it doesn't say, its refusal names the wrong one. */
  async #unknownName(permissions: Permissions, cause: GraphError): Promise<Error> {
    const known = await this.#allNames().catch(() => undefined);
    if (known === undefined) return cause;
    const unknown = permissions === "default" ? [] : permissions.filter((name) => !known.includes(name));
    if (unknown.length === 0) return cause;
    return refusal(
      "unknown permissions",
      `The GitLab at ${this.#client.origin} has no job token permission ${unknown.join(", ")}. It has ${known.join(", ")}.`,
    );
  }

  #allNames(): Promise<readonly string[]> {
    this.#names ??= this.#askForNames();
    this.#names.catch(() => {
      this.#names = undefined;
    });
    return this.#names;
  }

  async #askForNames(): Promise<readonly string[]> {
    const query: Query = {
      query: '{__type(name:"CiJobTokenScopePolicies"){enumValues{name}}}',
      purpose: { action: "ask which job token permissions there are", needs: "a token with the api scope" },
    };
    const { __type: type } = await ask(this.#client, query, names);
    return (type?.enumValues ?? []).map(({ name }) => name.toLowerCase()).sort();
  }
}

function isUnknownName(error: unknown): error is GraphError {
  return error instanceof GraphError && error.words.some((text) => /invalid value/i.test(text) && /polic/i.test(text));
}
