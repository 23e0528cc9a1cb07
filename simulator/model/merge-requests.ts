export interface MergeRequest {
  /** Over the whole instance; people and addresses use `iid`, which counts within the project. */
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly authorId: number;
  readonly title: string;
  readonly description: string | null;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly createdAt: Date;
  updatedAt: Date;
  state: "opened" | "closed" | "merged";
  mergedAt: Date | null;
  mergedById: number | null;
}

/** A comment. */
export interface Note {
  readonly id: number;
  readonly mergeRequestId: number;
  readonly authorId: number;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

type New = Omit<MergeRequest, "id" | "iid" | "state" | "updatedAt" | "mergedAt" | "mergedById">;

/** All merge requests and the comments on them. */
export class MergeRequests {
  #all: MergeRequest[] = [];
  #notes: Note[] = [];
  #lastId = 0;
  #lastNoteId = 0;

  of(projectId: number): MergeRequest[] {
    return this.#all.filter((each) => each.projectId === projectId);
  }

  add(details: New): MergeRequest {
    this.#lastId += 1;
    const iid = this.of(details.projectId).length + 1;
    const open = { state: "opened", updatedAt: details.createdAt, mergedAt: null, mergedById: null } as const;
    const added: MergeRequest = { ...details, ...open, id: this.#lastId, iid };
    this.#all.push(added);
    return added;
  }

  all(): MergeRequest[] {
    return [...this.#all];
  }

  removeProject(projectId: number): void {
    const gone = new Set(this.of(projectId).map(({ id }) => id));
    this.#all = this.#all.filter(({ id }) => !gone.has(id));
    this.#notes = this.#notes.filter(({ mergeRequestId }) => !gone.has(mergeRequestId));
  }

  notesOf({ id }: MergeRequest): Note[] {
    return this.#notes.filter(({ mergeRequestId }) => mergeRequestId === id);
  }

  addNote(details: Omit<Note, "id" | "updatedAt">): Note {
    this.#lastNoteId += 1;
    const added = { ...details, id: this.#lastNoteId, updatedAt: details.createdAt };
    this.#notes.push(added);
    return added;
  }
}
