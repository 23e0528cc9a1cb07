import { type Doubt, IdentityBook, type Mention } from "../identity";
import { type Declaration, type Declared, type Entry, type List, partsOf, type Switch } from "./declared";

/** Returns whether the program itself ties a declaration to a switch, where their addresses don't say it yet. */
type IsTied<Source> = (declaration: Declaration<Source>, to: Switch<Source>) => boolean;

/**
 * The model of who may open what, and which declaration says so. Rules and reports use it. Declarations keep the order in which they are
 * given.
 */
export class Access<Source> {
  readonly all: readonly Declaration<Source>[];
  readonly switches: readonly Switch<Source>[];
  /** Entries that are resources of their own. */
  readonly singles: readonly Entry<Source>[];
  readonly lists: readonly List<Source>[];
  /** The single ones and those in lists. */
  readonly entries: readonly Entry<Source>[];
  readonly book: IdentityBook;
  /** Entries for other projects. A project can always open itself. */
  readonly #foreign: readonly Entry<Source>[];
  readonly #isTied: IsTied<Source>;

  constructor(declared: readonly Declared<Source>[], isTied: IsTied<Source> = () => false) {
    const read = declared.map((one) => partsOf(one));
    this.all = read.map(({ of }) => of);
    this.switches = read.flatMap(({ switches }) => switches);
    this.singles = read.flatMap(({ singles }) => singles);
    this.lists = read.flatMap(({ lists }) => lists);
    this.entries = read.flatMap(({ singles, lists }) => [...singles, ...lists.flatMap(({ entries }) => entries)]);
    this.book = new IdentityBook(this.mentions);
    this.#foreign = this.entries.filter(({ project, target }) => this.book.same(project, target) !== true);
    this.#isTied = isTied;
  }

  /** All addresses in the declarations, for an identity book. */
  get mentions(): readonly Mention[] {
    return [...this.all.map(({ project }) => project), ...this.entries.map(({ target }) => target)];
  }

  /** Returns whether any entry lets another project into the project of the switch, or why that is not known. */
  letsAnybodyIn(to: Switch<Source>): boolean | Doubt {
    const entries = this.#foreign;
    if (entries.some((entry) => this.belongs(entry, to) === true)) return true;
    if (this.#isWhole(to)) return false;
    const unread = this.lists.filter(({ hidden }) => hidden !== undefined);
    if (unread.some((list) => this.belongs(list, to) === true)) return "a value is not known yet";
    const doubtful = [...entries, ...unread]
      .map((declaration) => ({ declaration, belongs: this.belongs(declaration, to) }))
      .find(({ declaration, belongs }) => belongs !== false && !this.#belongsElsewhere(declaration, to));
    if (doubtful !== undefined) return doubtful.belongs;
    return isWritten(to) ? false : "a value is not known yet";
  }

  /** Returns whether the declaration is for the project of the switch, or why that is not known. */
  belongs(declaration: Declaration<Source>, to: Switch<Source>): boolean | Doubt {
    const isSame = this.book.same(declaration.project, to.project);
    if (typeof isSame === "boolean") return isSame;
    if (declaration.source === to.source || this.#isTied(declaration, to)) return true;
    // An entry whose project is not known yet does not count for a switch whose project is: it would count for every switch of the stack.
    return !isWritten(declaration) && isWritten(to) ? false : isSame;
  }

  /** Returns whether all its projects and all its groups are declared, so that no other entry can be of its project. */
  #isWhole(to: Switch<Source>): boolean {
    if (!isWritten(to)) return false;
    const known = this.lists.filter((list) => list.hidden === undefined && this.belongs(list, to) === true);
    return new Set(known.map(({ kind }) => kind)).size === 2;
  }

  #belongsElsewhere(declaration: Declaration<Source>, than: Switch<Source>): boolean {
    return this.switches.some((other) => other !== than && this.belongs(declaration, other) === true);
  }
}

function isWritten({ project }: Declaration<unknown>): boolean {
  return typeof project.written === "string";
}
