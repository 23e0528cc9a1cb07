import type { AddressKind } from "../../domain/address";
import { type Permissions, permissionsText } from "../../domain/permissions";
import type { GitLab } from "../../gitlab/connection";
import type { EntryChange, PlaceAtPath } from "../../gitlab/entry-permissions";
import type { Place } from "../../gitlab/place";
import { readAccess } from "../../gitlab/project-access";
import { landed } from "./mishaps";
import { type Entry, entryName, keyOf } from "./plan";

/** How many entries of each kind there may be. */
export type Lengths = Readonly<Record<AddressKind, number>>;

/** The lists of one project that an edit works on. */
export interface Lists {
  readonly project: Place;
  readonly kinds: readonly AddressKind[];
  /** The project's path of today, where permissions are managed. GraphQL then reads the lists, and REST does not. */
  readonly path: string | undefined;
}

/** Sends the changes of one project's lists. REST does what it can; what gives or shows permissions is GraphQL. */
export class Calls {
  readonly #gitlab: GitLab;
  readonly #lists: Lists;

  constructor(gitlab: GitLab, lists: Lists) {
    this.#gitlab = gitlab;
    this.#lists = lists;
  }

  read(): Promise<Entry[]> {
    const { project, kinds, path } = this.#lists;
    return path === undefined ? readLists(this.#gitlab, project, kinds) : readPermitted(this.#gitlab, project, kinds);
  }

  add(entries: readonly Entry[]): Promise<PromiseSettledResult<void>[]> {
    return this.#gitlab.lanes.each(entries, async ({ permissions, ...entry }) => {
      if (permissions === undefined) await this.#gitlab.allowlists.post(this.#listOf(entry), entry);
      else await this.#addAt(this.#change(entry, permissions));
    });
  }

  change(entries: readonly Entry[]): Promise<PromiseSettledResult<void>[]> {
    return this.#gitlab.lanes.each(entries, async ({ permissions = "default", ...entry }) => {
      await this.#gitlab.permissions.update(this.#change(entry, permissions));
    });
  }

  remove(entries: readonly Entry[]): Promise<PromiseSettledResult<void>[]> {
    return this.#gitlab.lanes.each(entries, (entry) => this.#gitlab.allowlists.delete(this.#listOf(entry), entry));
  }

  /** Tells what entries gave before and give now. */
  tell(changes: readonly { readonly entry: Entry; readonly before: Permissions; readonly now: Permissions }[]): void {
    const texts = changes.map(
      ({ entry, before, now }) => `${entryName(entry)}: ${permissionsText(before)} → ${permissionsText(now)}`,
    );
    for (const text of texts) this.#gitlab.say(`${text}.`);
  }

  /** GitLab adds what it has at the path now, and a group before a project, also where this list has no groups. */
  async #addAt(change: EntryChange): Promise<void> {
    const { target } = change;
    const made = await this.#gitlab.permissions.add(change);
    if (made === undefined || keyOf(made) === keyOf(target)) return;
    await this.#gitlab.allowlists.delete({ project: this.#lists.project, kind: made.kind }, made);
    throw landed(target, [made]);
  }

  #listOf({ kind }: Entry) {
    return { project: this.#lists.project, kind };
  }

  #change(entry: Entry, permissions: Permissions) {
    const { project, path = "" } = this.#lists;
    const target: PlaceAtPath = { ...entry, path: entry.path ?? "" };
    return { project: { ...project, path }, target, permissions };
  }
}

/** Returns what the lists of these kinds hold now. */
export async function readLists(
  { allowlists }: Pick<GitLab, "allowlists">,
  project: Place,
  kinds: readonly AddressKind[],
  expected?: Lengths,
): Promise<Entry[]> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const entries = await allowlists.entries({ project, kind }, expected?.[kind]);
      return [...entries].map(([id, path]): Entry => ({ kind, id, path }));
    }),
  );
  return lists.flat();
}

/** Returns what the lists hold now, and what the entries give. */
async function readPermitted(
  gitlab: Pick<GitLab, "client" | "directory">,
  project: Place,
  kinds: readonly AddressKind[],
): Promise<Entry[]> {
  const { entries } = await readAccess(gitlab.client, project, { entries: true });
  return held(gitlab, entries, kinds);
}

/** Returns the entries of these kinds, and remembers all paths that were seen. */
export function held(
  { directory }: Pick<GitLab, "directory">,
  entries: Awaited<ReturnType<typeof readAccess>>["entries"],
  kinds: readonly AddressKind[],
): Entry[] {
  for (const { kind, id, path } of entries) directory.learn(kind, id, path);
  return entries
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, id, path, permissions }) => ({ kind, id, path, permissions }));
}

/** Returns the entries that GitLab made for something else than what was asked for: a path leads elsewhere than a moment ago. */
export function landedElsewhere(asked: Entry, before: ReadonlySet<string>, now: readonly Entry[]): Entry[] {
  const path = asked.path?.toLowerCase();
  return now.filter((entry) => !before.has(keyOf(entry)) && entry.path?.toLowerCase() === path);
}
