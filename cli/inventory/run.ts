import type { GitLab } from "../../provider/gitlab/connection";
import type { Progress } from "./progress";
import type { InventoryRecord, ProjectRecord, RunnerRecord, TokenRecord } from "./record";
import type { Read } from "./sources/details";
import type { FlatProject } from "./sources/flat";
import { BATCH, GraphReader } from "./sources/graph";
import { groupsBelow } from "./sources/groups";
import { inOrder } from "./sources/in-order";
import { readByRest } from "./sources/rest";
import { runnersByGraph, runnersByRest } from "./sources/runners";
import type { Survey } from "./sources/survey";
import type { Targets } from "./sources/targets";
import { type Owner, tokensInBulk, tokensOf } from "./sources/tokens";

/** What an earlier run has read. Ids are asked for in their order. */
export interface Earlier {
  /** All projects up to this id are in the file already. */
  readonly after: number;
  /** The record of an inventory that is young enough. */
  fresh(id: number): ProjectRecord | undefined;
  /** The tokens of owners whose tokens were all read, by `project 12` or `group 12`. */
  readonly tokens: ReadonlyMap<string, readonly TokenRecord[]>;
}

/** Records that belong together: they are written together, or not at all. The last one of a project's is the project. */
type Unit = readonly InventoryRecord[];

interface Surroundings {
  readonly progress: Progress;
  readonly targets: Targets;
  /** By id. */
  readonly projects: AsyncIterable<FlatProject>;
}

/** Reads a GitLab: one run of `inventory`. */
export class Run {
  readonly #gitlab: GitLab;
  readonly #survey: Survey;
  readonly #progress: Progress;
  readonly #targets: Targets;
  readonly #projects: AsyncIterable<FlatProject>;
  /** The projects of this run, as far as they have passed. */
  readonly #passed: Owner[] = [];

  constructor(gitlab: GitLab, survey: Survey, { progress, targets, projects }: Surroundings) {
    this.#gitlab = gitlab;
    this.#survey = survey;
    this.#progress = progress;
    this.#targets = targets;
    this.#projects = projects;
  }

  /** All records between the header and the end, in an order that is the same in every run. */
  async *units(earlier: Earlier): AsyncGenerator<Unit> {
    const { header } = this.#survey;
    yield* this.#read(earlier);
    yield* this.#listed();
    if (header.with.includes("runners")) yield* this.#runners();
    if (header.with.includes("tokens")) yield* this.#tokens(earlier);
  }

  /** The projects that an earlier run has not read. */
  async *#unread({ after }: Earlier): AsyncGenerator<FlatProject> {
    for await (const flat of this.#projects) {
      this.#passed.push({ kind: "project", id: flat.id, path: flat.path });
      this.#progress.expect(1);
      if (flat.id > after) yield flat;
      else this.#progress.advance(1);
    }
  }

  /** Projects are read while others are listed. */
  async *#read(earlier: Earlier): AsyncGenerator<Unit> {
    this.#progress.begin("reading projects");
    const read = this.#reader();
    const chunks = inOrder(chunksOf(this.#unread(earlier), earlier), this.#gitlab.lanes, async (chunk) => {
      const reads = await read(chunk.flatMap(({ flat, known }) => (known === undefined ? [flat] : [])));
      return { chunk, reads, readAt: new Date().toISOString() };
    });
    for await (const { chunk, reads, readAt } of chunks) {
      for (const { flat, known } of chunk) {
        const { details, unseen } = known === undefined ? next(reads) : { details: known, unseen: [] };
        const record = recordOf(flat, details, known?.readAt ?? readAt);
        this.#targets.note(record);
        yield [...unseen, record];
      }
      this.#progress.advance(chunk.length);
    }
  }

  #reader(): (flats: readonly FlatProject[]) => Promise<Read[]> {
    const { schema } = this.#survey;
    if (schema === undefined)
      return async (flats) => {
        const reads: Read[] = [];
        for (const flat of flats) reads.push(await readByRest(this.#gitlab, flat));
        return reads;
      };
    const reader = new GraphReader(this.#gitlab, schema, (text) => this.#progress.say(text));
    return (flats) => reader.read(flats);
  }

  async *#listed(): AsyncGenerator<Unit> {
    const known = new Set(this.#passed.map(({ id }) => id));
    this.#progress.begin("looking at listed groups and projects");
    for await (const found of this.#targets.read(this.#gitlab, known, this.#survey.header.by)) yield [found];
  }

  async *#runners(): AsyncGenerator<Unit> {
    this.#progress.begin("listing runners");
    const graph = await this.#runnersByGraph();
    if (graph !== undefined) {
      for (const runner of graph) yield [runner];
      return;
    }
    const owners = await this.#owners();
    const each = "each project and group is asked, and then each runner";
    this.#progress.say(
      `This GitLab has no list of all runners of a group: ${each}, by more than ${owners.length} requests.`,
    );
    for await (const found of runnersByRest(this.#gitlab, owners)) yield [found];
  }

  /** Undefined where GitLab has no such list. */
  async #runnersByGraph(): Promise<RunnerRecord[] | undefined> {
    const { groups, header } = this.#survey;
    if (header.by === "rest" || header.scope.projects.length > 0) return undefined;
    const found = new Map<number, RunnerRecord>();
    for (const group of groups) {
      const runners = await runnersByGraph(this.#gitlab, group);
      if (runners === undefined) return undefined;
      for (const runner of runners) found.set(runner.id, runner);
    }
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  /** The projects that were read, and the groups with all below them, by id. */
  async #owners(): Promise<Owner[]> {
    const below = await Promise.all(this.#survey.groups.map((group) => groupsBelow(this.#gitlab, group)));
    const groups = new Map(below.flat().map((group) => [group.id, group]));
    return [
      ...this.#passed,
      ...[...groups.values()].sort((a, b) => a.id - b.id).map(({ id, path }) => ({ kind: "group" as const, id, path })),
    ];
  }

  async *#tokens(earlier: Earlier): AsyncGenerator<Unit> {
    const owners = await this.#owners();
    const bulk = await this.#tokensInBulk(owners);
    if (bulk !== undefined) yield* bulk;
    else yield* this.#tokensOneByOne(owners, earlier);
  }

  /** Undefined where a group of the scope has no such list. */
  async #tokensInBulk(owners: readonly Owner[]): Promise<Unit[] | undefined> {
    const { groups, header } = this.#survey;
    if (groups.length === 0 || header.scope.projects.length > 0) return undefined;
    const paths = new Map(owners.map(({ kind, id, path }) => [`${kind} ${id}`, path]));
    const units: Unit[] = [];
    for (const group of groups) {
      const found = await tokensInBulk(
        this.#gitlab,
        { ...group, kind: "group" },
        (kind, id) => paths.get(`${kind} ${id}`) ?? null,
      );
      if (found === undefined) return undefined;
      units.push(found);
    }
    return units;
  }

  async *#tokensOneByOne(owners: readonly Owner[], { tokens }: Earlier): AsyncGenerator<Unit> {
    this.#progress.say(
      `This GitLab has no list of all tokens of a group: each project and group is asked, by ${owners.length} requests.`,
    );
    this.#progress.begin("reading tokens", owners.length);
    const todo = owners.filter(({ kind, id }) => !tokens.has(`${kind} ${id}`));
    const found = tokensOf(this.#gitlab, todo);
    for (const owner of owners) {
      const known = tokens.get(`${owner.kind} ${owner.id}`);
      const { value } = known === undefined ? await found.next() : { value: [owner, known] as const };
      if (value !== undefined) yield value[1];
      this.#progress.advance(1);
    }
  }
}

interface Item {
  readonly flat: FlatProject;
  readonly known: ProjectRecord | undefined;
}

/** Parts of a list with at most a batch of projects that are to be read. */
async function* chunksOf(flats: AsyncIterable<FlatProject>, earlier: Earlier): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  let unread = 0;
  for await (const flat of flats) {
    const known = earlier.fresh(flat.id);
    chunk.push({ flat, known });
    unread += known === undefined ? 1 : 0;
    if (unread < BATCH && chunk.length < 4 * BATCH) continue;
    yield chunk;
    [chunk, unread] = [[], 0];
  }
  if (chunk.length > 0) yield chunk;
}

/** Reads come in the order in which they were asked for. */
function next(reads: Read[]): Read {
  const read = reads.shift();
  if (read === undefined) throw new Error("A batch has given fewer projects than it was asked for.");
  return read;
}

function recordOf(flat: FlatProject, details: Read["details"], readAt: string): ProjectRecord {
  const { pushRepositoryForJobTokenAllowed, pipelineVariablesMinimumOverrideRole } = details;
  return {
    kind: "project",
    id: flat.id,
    path: flat.path,
    visibility: flat.visibility,
    archived: flat.archived,
    markedForDeletionOn: flat.markedForDeletionOn,
    publicJobs: flat.publicJobs,
    featureAccess: flat.featureAccess,
    enabled: details.enabled,
    pushRepositoryForJobTokenAllowed: pushRepositoryForJobTokenAllowed ?? flat.pushRepositoryForJobTokenAllowed,
    crossProjectPushForJobTokenAllowed: details.crossProjectPushForJobTokenAllowed,
    pipelineVariablesMinimumOverrideRole:
      pipelineVariablesMinimumOverrideRole ?? flat.pipelineVariablesMinimumOverrideRole,
    projects: details.projects,
    groups: details.groups,
    uses: details.uses,
    readAt,
  };
}
