import { z } from "zod";
import type { AddressKind } from "../../../provider/domain/address";
import type { GitLab } from "../../../provider/gitlab/connection";
import { isNotFound } from "../../../provider/http/errors";
import { path } from "../../../provider/http/path";
import type { ProjectRecord, TargetRecord, UnseenRecord } from "../record";
import { numberOf } from "./details";
import { inOrder, partsOf } from "./in-order";

const NEEDS = "a token with the read_api scope";
/** GitLab's page. */
const AT_ONCE = 100;

const QUERIES = {
  project:
    "query($ids: [ID!]!) { found: projects(ids: $ids, first: 100) { nodes { id fullPath archived markedForDeletionOn } } }",
  group:
    "query($ids: [ID!]!) { found: groups(ids: $ids, first: 100) { nodes { id fullPath archived markedForDeletionOn } } }",
} as const;
const TYPES = { project: "Project", group: "Group" } as const;

const node = z.object({
  id: z.string(),
  fullPath: z.string(),
  archived: z.boolean().nullish(),
  markedForDeletionOn: z.string().nullish(),
});
const found = z.object({ found: z.object({ nodes: z.array(node.nullable()) }).nullable() });
const single = z.object({
  id: z.int(),
  path_with_namespace: z.string().optional(),
  full_path: z.string().optional(),
  archived: z.boolean().nullish(),
  marked_for_deletion_on: z.string().nullish(),
});

/** What stands on the allowlists that were read: collected while they pass, looked up at the end. */
export class Targets {
  readonly #where = { project: new Map<number, Mentioned>(), group: new Map<number, Mentioned>() };

  note({ path: where, projects, groups }: ProjectRecord): void {
    for (const { id, path: name } of projects ?? []) this.#add("project", id, { where, path: name });
    for (const { id, path: name } of groups ?? []) this.#add("group", id, { where, path: name });
  }

  /** Looks up each group, and each project that is not among those that were read. */
  async *read(
    gitlab: GitLab,
    known: ReadonlySet<number>,
    by: "graphql" | "rest",
  ): AsyncGenerator<TargetRecord | UnseenRecord> {
    const idsOf = (kind: AddressKind) => [...this.#where[kind].keys()].sort((a, b) => a - b);
    const asked = { project: idsOf("project").filter((id) => !known.has(id)), group: idsOf("group") };
    const found = by === "graphql" ? byGraph(gitlab, asked) : byRest(gitlab, asked);
    for await (const { kind, ids, targets } of found)
      for (const id of ids) yield targets.get(id) ?? this.#hidden(kind, id);
  }

  #add(kind: AddressKind, id: number, mentioned: Mentioned): void {
    if (!this.#where[kind].has(id)) this.#where[kind].set(id, mentioned);
  }

  #hidden(kind: AddressKind, id: number): UnseenRecord {
    const { where = null, path: name } = this.#where[kind].get(id) ?? {};
    const what = kind === "project" ? "targetProject" : "targetGroup";
    const why = `The ${kind} is gone, or this token can't see it.`;
    return { kind: "unseen", what, id, path: name ?? null, where, why };
  }
}

interface Mentioned {
  /** The first project on whose list it stands. */
  readonly where: string;
  readonly path: string | undefined;
}

type Asked = Readonly<Record<AddressKind, readonly number[]>>;

/** Some that are asked for together. */
interface Part {
  readonly kind: AddressKind;
  readonly ids: readonly number[];
}

interface Found extends Part {
  readonly targets: ReadonlyMap<number, TargetRecord>;
}

function partsFrom(asked: Asked, size: number): Part[] {
  const kinds = ["project", "group"] as const;
  return kinds.flatMap((kind) => [...partsOf(asked[kind], size)].map((ids) => ({ kind, ids })));
}

async function* byGraph(gitlab: GitLab, asked: Asked): AsyncGenerator<Found> {
  const look = async ({ kind, ids }: Part): Promise<Found> => {
    const purpose = { action: `look at listed ${kind}s`, needs: NEEDS };
    const variables = { ids: ids.map((id) => `gid://gitlab/${TYPES[kind]}/${id}`) };
    const { data } = await gitlab.client.query({ query: QUERIES[kind], variables, purpose, repeatable: true }, found);
    const nodes = (data?.found?.nodes ?? []).filter((one) => one !== null);
    const targets = nodes.map((one) =>
      targetOf(kind, { ...one, id: numberOf(one.id), path: one.fullPath, marked: one.markedForDeletionOn }),
    );
    return { kind, ids, targets: new Map(targets.map((target) => [target.id, target])) };
  };
  yield* inOrder(partsFrom(asked, AT_ONCE), gitlab.lanes, look);
}

async function* byRest(gitlab: GitLab, asked: Asked): AsyncGenerator<Found> {
  const look = async ({ kind, ids }: Part): Promise<Found> => {
    const [id = 0] = ids;
    const call = {
      method: "GET",
      path: kind === "project" ? path`/projects/${id}` : path`/groups/${id}`,
      ...(kind === "group" ? { query: { with_projects: "false" } } : {}),
      purpose: { action: `look at the listed ${kind} ${id}`, needs: NEEDS },
    } as const;
    try {
      const one = await gitlab.client.send(call, single);
      const name = one.path_with_namespace ?? one.full_path ?? String(id);
      const target = targetOf(kind, { ...one, path: name, marked: one.marked_for_deletion_on });
      return { kind, ids, targets: new Map([[id, target]]) };
    } catch (error) {
      if (isNotFound(error)) return { kind, ids, targets: new Map() };
      throw error;
    }
  };
  yield* inOrder(partsFrom(asked, 1), gitlab.lanes, look);
}

interface Seen {
  readonly id: number;
  readonly path: string;
  readonly archived?: boolean | null | undefined;
  readonly marked?: string | null | undefined;
}

function targetOf(of: AddressKind, { id, path: name, archived, marked }: Seen): TargetRecord {
  const markedForDeletionOn = marked ? marked.slice(0, 10) : null;
  return { kind: "target", of, id, path: name, archived: archived === true, markedForDeletionOn };
}
