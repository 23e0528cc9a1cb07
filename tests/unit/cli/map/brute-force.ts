import type { Estate, EstateEntry, EstateProject } from "../../../../cli/map/graph/estate";
import { effective, type Way, type Ways, waysOf, waysThrough } from "../../../../cli/map/graph/ways";
import { nearestEntry, originAt } from "../../../../provider/domain/access/decision";

/** A caller: a project with a path, or a listed thing of which nothing else is known. */
export type Caller = string;

/** Every pair of a caller and a project, decided one by one with `domain/access`: what the graph must come to without making pairs. */
export class Pairs {
  readonly callers: readonly Caller[];
  readonly paths: readonly string[];
  readonly #projects: ReadonlyMap<string, EstateProject>;

  constructor({ projects }: Estate) {
    this.#projects = new Map(projects.map((project) => [project.path, project]));
    this.paths = projects.map(({ path }) => path);
    const listed = projects.flatMap(({ entries = [] }) => entries);
    const unknown = listed.filter(({ path }) => path === undefined || path.startsWith("partner/"));
    this.callers = [...new Set([...this.paths, ...unknown.map(nameOf)])];
  }

  ways(caller: Caller, into: string): Ways {
    const project = this.#projects.get(into);
    if (project === undefined || caller === into) return 0;
    const entry = this.#entryFor(caller, project);
    return entry === undefined ? 0 : waysThrough(entry, project);
  }

  /** The projects that each caller reaches, with the number of hops. A hop goes on by `through`. */
  reach(from: Caller, through: readonly Way[], hops: number, starts = new Set([from])) {
    const [touched, passed] = [new Map<string, number>(), new Map<string, number>()];
    let frontier: readonly string[] = [...starts];
    for (let hop = 1; hop <= hops && frontier.length > 0; hop += 1) {
      const next: string[] = [];
      for (const caller of frontier)
        for (const into of this.paths) {
          const ways = starts.has(into) ? 0 : this.ways(caller, into);
          if (ways !== 0 && !touched.has(into)) touched.set(into, hop);
          if ((ways & waysOf(through)) === 0 || passed.has(into) || this.#startsNoJobs(into)) continue;
          passed.set(into, hop);
          next.push(into);
        }
      frontier = next;
    }
    return { touched, passed };
  }

  #startsNoJobs(path: string): boolean {
    const { isArchived = false, isLeaving = false } = this.#projects.get(path) ?? {};
    return isArchived || isLeaving;
  }

  #entryFor(caller: Caller, { entries = [] }: EstateProject): EstateEntry | undefined {
    const listed = entries.map((entry) => ({
      kind: entry.kind,
      name: nameOf(entry),
      permissions: effective(entry),
      entry,
    }));
    const found = nearestEntry(listed, originOf(caller));
    return listed.find((one) => one === found)?.entry;
  }
}

/** What is hidden may be a project or a group: it is let in by its own entry, of whichever kind. */
function originOf(caller: Caller) {
  return caller.startsWith("#") ? { project: caller, groups: [caller] } : originAt(caller);
}

function nameOf({ id, path }: EstateEntry): string {
  return path ?? `#${id}`;
}
