import { type Claim, inWords } from "./claims";
import type { Notice } from "./declarations";
import type { Noticeboard } from "./noticeboard";

/** What the program of this run declares for one GitLab. */
export class Declared {
  readonly #board: Noticeboard;
  readonly #origin: string;

  constructor(board: Noticeboard, origin: string) {
    this.#board = board;
    this.#origin = origin;
  }

  /** Remembers a declaration. Returns the problem where another declaration of the same thing conflicts with it. */
  declare(said: Omit<Notice, "origin">): string | undefined {
    const notice = { ...said, origin: this.#origin };
    this.#board.note(notice);
    const rival = this.#board.rivalOf(notice);
    if (rival === undefined) return undefined;
    return `"${this.#board.nameOf(notice.key)}" and "${rival.name}" both declare ${inWords(rival.claim)}: each would undo what the other does. Keep one of them.`;
  }

  isDeclared(thing: { readonly byId: Claim; readonly byText: Claim }): boolean {
    return this.#board.isDeclared({ ...thing, origin: this.#origin });
  }
}
