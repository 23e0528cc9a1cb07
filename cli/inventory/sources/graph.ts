import { z } from "zod";
import type { GitLab } from "../../../provider/gitlab/connection";
import { Positions } from "../../../provider/gitlab/graph";
import { isUnsettled } from "../../../provider/http/errors";
import type { GraphError } from "../../../provider/http/graphql";
import type { ProjectRecord, UnseenRecord } from "../record";
import {
  batchQuery,
  type EntryNode,
  entriesOf,
  entryConnection,
  type LogNode,
  logConnection,
  moreOf,
  numberOf,
  type ProjectNode,
  projectNode,
  type Read,
  type Schema,
  UNREAD,
  usesOf,
} from "./details";
import type { FlatProject } from "./flat";
import { partsOf } from "./in-order";
import { listedByRest, readByRest } from "./rest";

/** So many projects are in one query at first. GitLab ends a query after 30 s, and the lists cost it several look-ups a project. */
export const BATCH = 25;

const batch = z.object({ projects: z.object({ nodes: z.array(projectNode.nullable()) }).nullable() });
const more = z.object({
  project: z
    .object({
      ciJobTokenScopeAllowlist: z
        .object({ projectsAllowlist: entryConnection.nullish(), groupsAllowlist: entryConnection.nullish() })
        .nullish(),
      ciJobTokenAuthLogs: logConnection.nullish(),
    })
    .nullable(),
});

const NEEDS = "a classic token with the read_api scope, of a user with the Maintainer or Owner role";
/** GitLab's words for a query that asks for too much at once, or that took too long. */
const TOO_MUCH = /complexity|timeout on|timed out|time-?out/i;

type ListName = "groupsAllowlist" | "projectsAllowlist";

/** Reads projects by GraphQL in batches, which become smaller when GitLab can't answer them. */
export class GraphReader {
  readonly #gitlab: GitLab;
  readonly #query: string;
  readonly #say: (text: string) => void;
  #size = BATCH;

  constructor(gitlab: GitLab, schema: Schema, say: (text: string) => void) {
    this.#gitlab = gitlab;
    this.#query = batchQuery(schema);
    this.#say = say;
  }

  /** Reads all of them, in their order. */
  async read(flats: readonly FlatProject[]): Promise<Read[]> {
    const reads: Read[] = [];
    for (const part of partsOf(flats, this.#size)) reads.push(...(await this.#readPart(part)));
    return reads;
  }

  async #readPart(flats: readonly FlatProject[]): Promise<Read[]> {
    const answer = await this.#ask(flats);
    if (answer !== "too much") return Promise.all(flats.map((flat) => this.#readOf(flat, answer)));
    const [only] = flats;
    if (flats.length === 1 && only !== undefined) return [await readByRest(this.#gitlab, only)];
    const half = Math.ceil(flats.length / 2);
    this.#learn(flats.length, half);
    const reads: Read[] = [];
    for (const part of partsOf(flats, half)) reads.push(...(await this.#readPart(part)));
    return reads;
  }

  /** What fails at the present size lets all that follows be smaller. The failure of a smaller batch has reasons of its own. */
  #learn(tried: number, half: number): void {
    if (tried < this.#size) return;
    this.#size = half;
    this.#say(`GitLab could not answer for ${tried} projects at once; going on with ${half}.`);
  }

  async #ask(flats: readonly FlatProject[]): Promise<Answer | "too much"> {
    const ids = flats.map(({ id }) => `gid://gitlab/Project/${id}`);
    const purpose = { action: `read the allowlists of ${flats.length} projects`, needs: NEEDS };
    try {
      const query = { query: this.#query, variables: { ids, count: ids.length }, purpose, repeatable: true };
      const { data, errors } = await this.#gitlab.client.query(query, batch);
      if (errors.some(({ message }) => TOO_MUCH.test(message))) return "too much";
      return answerOf(data?.projects?.nodes ?? [], errors);
    } catch (error) {
      if (isUnsettled(error)) return "too much"; // A gateway gives up before GitLab does.
      throw error;
    }
  }

  async #readOf(flat: FlatProject, { byId, errors }: Answer): Promise<Read> {
    const found = byId.get(flat.id);
    if (!found) return unreadable(flat, errors[0]?.message ?? "GitLab's GraphQL does not show it to this token");
    const reader = new NodeReader(this.#gitlab, flat, found.node);
    return reader.read(errors.filter(({ path = [] }) => path[2] === found.index));
  }
}

interface Answer {
  /** `index` is the place in the answer, which errors name. */
  readonly byId: ReadonlyMap<number, { readonly node: ProjectNode; readonly index: number }>;
  readonly errors: readonly GraphError[];
}

function answerOf(nodes: readonly (ProjectNode | null)[], errors: readonly GraphError[]): Answer {
  const found = nodes.flatMap((node, index) => (node === null ? [] : [[numberOf(node.id), { node, index }] as const]));
  return { byId: new Map(found), errors };
}

/** Reads one project of an answer: what is null, what goes on on a further page, and whose targets are hidden. */
class NodeReader {
  readonly #unseen: UnseenRecord[] = [];

  constructor(
    readonly gitlab: GitLab,
    readonly flat: FlatProject,
    readonly node: ProjectNode,
  ) {}

  async read(errors: readonly GraphError[]): Promise<Read> {
    const { ciCdSettings: settings } = this.node;
    const [projects, groups, uses] = [
      await this.#list("projectsAllowlist", errors),
      await this.#list("groupsAllowlist", errors),
      await this.#uses(errors),
    ];
    const details = {
      enabled: settings?.inboundJobTokenScopeEnabled ?? null,
      crossProjectPushForJobTokenAllowed: settings?.crossProjectPushForJobTokenAllowed ?? null,
      ...known("pushRepositoryForJobTokenAllowed", settings?.pushRepositoryForJobTokenAllowed),
      ...known("pipelineVariablesMinimumOverrideRole", settings?.pipelineVariablesMinimumOverrideRole),
      ...{ projects, groups, uses },
    };
    if (projects === null || groups === null || details.enabled === null) this.#miss("lists", errors);
    else if (uses === null && this.node.ciJobTokenAuthLogs !== undefined) this.#miss("log", errors);
    return { details, unseen: this.#unseen };
  }

  async #list(name: ListName, errors: readonly GraphError[]): Promise<ProjectRecord["projects"]> {
    const first = this.node.ciJobTokenScopeAllowlist?.[name];
    if (!first || errors.some(({ path = [] }) => path.includes(name))) return null;
    const nodes: EntryNode[] = [...first.nodes];
    const positions = new Positions();
    for (let page = first.pageInfo; page.hasNextPage; ) {
      const next = (await this.#more(name, page.endCursor, positions)).project?.ciJobTokenScopeAllowlist?.[name];
      if (!next) return null;
      nodes.push(...next.nodes);
      page = next.pageInfo;
    }
    const kind = name === "projectsAllowlist" ? "project" : "group";
    const entries = entriesOf(nodes, kind === "project" ? this.flat.id : undefined);
    return nodes.some(({ target }) => !target) ? this.#withHidden(kind, entries) : entries;
  }

  /** GraphQL gives no id for a target that it hides. REST does. */
  async #withHidden(kind: "group" | "project", shown: NonNullable<ProjectRecord["projects"]>) {
    const ids = new Set(shown.map(({ id }) => id));
    const hidden = (await listedByRest(this.gitlab, this.flat, kind)).filter(({ id }) => !ids.has(id));
    return [...shown, ...hidden].toSorted((a, b) => a.id - b.id);
  }

  async #uses(errors: readonly GraphError[]): Promise<ProjectRecord["uses"]> {
    const first = this.node.ciJobTokenAuthLogs;
    if (!first || errors.some(({ path = [] }) => path.includes("ciJobTokenAuthLogs"))) return null;
    const nodes: LogNode[] = [...first.nodes];
    const positions = new Positions();
    for (let page = first.pageInfo; page.hasNextPage; ) {
      const next = (await this.#more("ciJobTokenAuthLogs", page.endCursor, positions)).project?.ciJobTokenAuthLogs;
      if (!next) return null;
      nodes.push(...next.nodes);
      page = next.pageInfo;
    }
    const hidden = nodes.filter(({ originProject }) => !originProject).length;
    if (hidden > 0) this.#say("log", `GitLab hides ${hidden} of the projects whose job tokens came in.`);
    return usesOf(nodes);
  }

  async #more(
    name: keyof typeof moreOf,
    after: string | null | undefined,
    positions: Positions,
  ): Promise<z.output<typeof more>> {
    const purpose = { action: `read all entries of ${this.flat.path}`, needs: NEEDS };
    const query = { query: moreOf[name], variables: { path: this.node.fullPath, after }, purpose, repeatable: true };
    if (!positions.isNew(after)) throw this.gitlab.client.failureOf(query, "endless");
    const answer = await this.gitlab.client.query(query, more);
    return answer.data ?? { project: null };
  }

  #miss(what: "lists" | "log", [error]: readonly GraphError[]): void {
    const silent =
      "GitLab gave nothing and no reason: a fine-grained personal access token can't read it, and an archived feature may hide it";
    this.#say(what, error?.message ?? silent);
  }

  #say(what: "lists" | "log", why: string): void {
    this.#unseen.push({ kind: "unseen", what, id: this.flat.id, path: this.flat.path, where: null, why });
  }
}

function known<Name extends string, T>(name: Name, value: T | null | undefined): { [key in Name]?: T } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [key in Name]: T }); // The key is the name.
}

function unreadable({ id, path }: FlatProject, why: string): Read {
  return { details: UNREAD, unseen: [{ kind: "unseen", what: "lists", id, path, where: null, why }] };
}
