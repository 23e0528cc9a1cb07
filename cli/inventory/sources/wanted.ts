import type { GitLab } from "../../../provider/gitlab/connection";
import { type FlatProject, projectAt, projectsBelow } from "./flat";
import { ahead } from "./in-order";
import type { Wanted } from "./survey";

/** All projects that are to be read, by id, each once. What can be asked for is asked for at once, before the first is taken. */
export function projectsWanted(gitlab: GitLab, { groups, projects }: Wanted): AsyncGenerator<FlatProject> {
  // The first page says how many there are, and all others are asked for then.
  const lists = groups.map((group) => ahead(projectsBelow(gitlab, group), 2));
  return merged([...lists, ahead(named(gitlab, projects), 1)]);
}

async function* named(gitlab: GitLab, addresses: readonly string[]): AsyncGenerator<FlatProject[]> {
  const found = await Promise.all(addresses.map((address) => gitlab.lanes.run(() => projectAt(gitlab, address))));
  yield found.sort((a, b) => a.id - b.id);
}

/** One list of several that are sorted by id. */
async function* merged(lists: readonly AsyncGenerator<FlatProject[]>[]): AsyncGenerator<FlatProject> {
  const heads = lists.map((list) => new Head(list));
  await Promise.all(heads.map((head) => head.advance()));
  for (let least = leastOf(heads); least !== undefined; least = leastOf(heads)) {
    yield least;
    for (const head of heads) while (head.project?.id === least.id) await head.advance();
  }
}

function leastOf(heads: readonly Head[]): FlatProject | undefined {
  let least: FlatProject | undefined;
  for (const { project } of heads) if (project && (least === undefined || project.id < least.id)) least = project;
  return least;
}

/** The next project of a list that comes in pages. */
class Head {
  project: FlatProject | undefined;
  #page: FlatProject[] = [];
  #taken = 0;

  constructor(readonly pages: AsyncGenerator<FlatProject[]>) {}

  async advance(): Promise<void> {
    while (this.#taken === this.#page.length) {
      const { done, value } = await this.pages.next();
      this.project = undefined;
      if (done) return;
      [this.#page, this.#taken] = [value, 0];
    }
    this.project = this.#page[this.#taken];
    this.#taken += 1;
  }
}
