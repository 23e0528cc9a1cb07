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

/** All merge requests, which are open for good, and the comments on them. */
export class MergeRequests {
  #all: MergeRequest[] = [];
  #notes: Note[] = [];
  #lastId = 0;
  #lastNoteId = 0;

  of(projectId: number): MergeRequest[] {
    return this.#all.filter((each) => each.projectId === projectId);
  }

  add(details: Omit<MergeRequest, "id" | "iid">): MergeRequest {
    this.#lastId += 1;
    const added = { ...details, id: this.#lastId, iid: this.of(details.projectId).length + 1 };
    this.#all.push(added);
    return added;
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
