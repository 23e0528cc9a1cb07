import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { groupsAbove } from "../domain/address";
import { type Call, type Client, PAGE_SIZE } from "../http/client";
import { AnswerError, LostAnswerError } from "../http/errors";
import type { Lanes } from "../http/lanes";
import { path } from "../http/path";

/** The number of look-ups that cost GitLab about as much as one page of a group's list. */
const LOOKUPS_PER_PAGE = 3;

const listed = z.array(z.object({ id: z.number(), path_with_namespace: z.string() }));

type Ids = ReadonlyMap<string, string>;

/** The content of one page of a group's list: some ids, and the number of pages. */
interface Page {
  readonly ids: Ids;
  readonly pages: number;
}

/** The pages from the first on that were read at the same time. */
interface Beginning extends Page {
  readonly read: number;
}

/** Paths that are asked for at the same time, by top-level group. */
type Batch = Map<string, { readonly paths: string[]; readonly told: Promise<Ids> }>;

/**
 * Finds many projects with few requests. Look-ups that are asked for at the same time are planned together. The group that holds the projects
 * is listed, with everything below it, where that costs less than looking them up. The caller looks up a project that no list contains.
 * Paths are compared in lower case.
 */
export class ProjectLists {
  readonly #beginnings = new Map<string, Promise<Beginning>>();
  readonly #wholes = new Map<string, Promise<Ids>>();
  /** The paths that had to be looked up so far, by top-level group. Many look-ups one after another are a reason to list the group, too. */
  readonly #lookedUp = new Map<string, Set<string>>();
  #batch: Batch | undefined;

  readonly #client: Client;
  readonly #lanes: Lanes;

  constructor(client: Client, lanes: Lanes) {
    this.#client = client;
    this.#lanes = lanes;
  }

  /** Returns the id, where a list contains it. */
  async idOf(fullPath: string): Promise<string | undefined> {
    const wanted = fullPath.toLowerCase();
    const group = groupsAbove(wanted).findLast((ancestor) => this.#wholes.has(ancestor));
    if (group !== undefined) return (await this.#wholes.get(group))?.get(wanted);
    const id = (await this.#inBatch(wanted)).get(wanted);
    if (id === undefined) this.#others(topOf(wanted)).add(wanted);
    return id;
  }

  #inBatch(wanted: string): Promise<Ids> {
    this.#batch ??= this.#nextBatch();
    const top = topOf(wanted);
    const paths: string[] = [];
    const entry = this.#batch.get(top) ?? { paths, told: setImmediate().then(() => this.#told(top, paths)) };
    entry.paths.push(wanted);
    this.#batch.set(top, entry);
    return entry.told;
  }

  #nextBatch(): Batch {
    setImmediate().then(() => {
      this.#batch = undefined;
    });
    return new Map();
  }

  #told(top: string, paths: readonly string[]): Promise<Ids> {
    return this.#below([...new Set(paths.length > LOOKUPS_PER_PAGE ? paths : [...this.#others(top), ...paths])]);
  }

  #others(top: string): Set<string> {
    const others = this.#lookedUp.get(top) ?? new Set();
    this.#lookedUp.set(top, others);
    return others;
  }

  /** Lists the smallest group that holds them all, or those of its subgroups where a list costs less, or no group. */
  async #below(paths: readonly string[]): Promise<Ids> {
    if (paths.length <= LOOKUPS_PER_PAGE) return new Map();
    const group = commonGroup(paths);
    const beginning = await this.#beginningOf(group, paths.length);
    const branches = branchesOf(group, paths);
    const costOfBranches = branches.reduce((sum, { length }) => sum + Math.min(length, LOOKUPS_PER_PAGE), 0);
    const missing = beginning.pages - beginning.read;
    if (missing * LOOKUPS_PER_PAGE <= costOfBranches) return this.#wholeOf(group, beginning);
    const deeper = await Promise.all(branches.map((branch) => this.#below(branch)));
    return merged([beginning.ids, ...deeper]);
  }

  #beginningOf(group: string, count: number): Promise<Beginning> {
    const known = this.#beginnings.get(group);
    if (known !== undefined) return known;
    const beginning = this.#beginning(group, Math.ceil(count / PAGE_SIZE));
    this.#beginnings.set(group, beginning);
    beginning.catch(() => this.#beginnings.delete(group));
    return beginning;
  }

  /** Returns the least number of pages that this many paths fill. */
  async #beginning(group: string, read: number): Promise<Beginning> {
    const [first, ...others] = await Promise.all([this.#page(group, 1), ...this.#pagesOf(group, 2, read)]);
    return { ids: merged([first, ...others].map(({ ids }) => ids)), pages: first.pages, read };
  }

  #wholeOf(group: string, beginning: Beginning): Promise<Ids> {
    const known = this.#wholes.get(group);
    if (known !== undefined) return known;
    const whole = this.#whole(group, beginning);
    this.#wholes.set(group, whole);
    whole.catch(() => this.#wholes.delete(group)); // Not remembered: the next one may succeed.
    return whole;
  }

  async #whole(group: string, { ids, read, pages }: Beginning): Promise<Ids> {
    const rest = await Promise.all(this.#pagesOf(group, read + 1, pages));
    return merged([ids, ...rest.map((page) => page.ids)]);
  }

  #pagesOf(group: string, first: number, last: number): Promise<Page>[] {
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => this.#page(group, first + index));
  }

  /** A user's own namespace is no group, and some lists are too long for GitLab. Paths that no list contains are looked up. */
  async #page(group: string, number: number): Promise<Page> {
    const call: Call = {
      method: "GET",
      path: path`/groups/${group}/projects`,
      query: { include_subgroups: "true", with_shared: "false", simple: "true", order_by: "id", sort: "asc" },
      purpose: {
        action: `list the projects of the group "${group}"`,
        needs: `a token with the api or read_api scope whose user can see the group "${group}"`,
      },
    };
    try {
      const { rows, next, pages } = await this.#lanes.run(() => this.#client.page(call, listed, number));
      const ids = rows.map((row) => [row.path_with_namespace.toLowerCase(), String(row.id)] as const);
      return { ids: new Map(ids), pages: pages ?? (next === undefined ? 1 : Number.POSITIVE_INFINITY) };
    } catch (error) {
      if (error instanceof AnswerError || error instanceof LostAnswerError)
        return { ids: new Map(), pages: Number.POSITIVE_INFINITY };
      throw error;
    }
  }
}

function merged(maps: readonly Ids[]): Ids {
  return new Map(maps.flatMap((each) => [...each]));
}

function topOf(fullPath: string): string {
  return fullPath.slice(0, fullPath.indexOf("/"));
}

/** Returns the smallest group that holds them all. */
function commonGroup(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  return groupsAbove(first).findLast((group) => others.every((other) => other.startsWith(`${group}/`))) ?? topOf(first);
}

/** Splits the paths in a group: those of each subgroup together, and its own projects each alone. */
function branchesOf(group: string, paths: readonly string[]): string[][] {
  const branches = new Map<string, string[]>();
  for (const fullPath of paths) {
    const below = fullPath.slice(group.length + 1);
    const branch = below.slice(0, below.indexOf("/") + 1) || below;
    branches.set(branch, [...(branches.get(branch) ?? []), fullPath]);
  }
  return [...branches.values()];
}
