/**
 * The strongly connected components of a graph, each after all that it leads to (Tarjan, without recursion). `next` gives the neighbours of a
 * node, which are numbers from 0 to before `size`.
 */
export function componentsOf(size: number, next: (node: number) => readonly number[]): number[][] {
  const search = new Search(size, next);
  for (let node = 0; node < size; node += 1) search.visit(node);
  return search.components;
}

interface Visit {
  readonly node: number;
  readonly rest: Iterator<number>;
}

class Search {
  readonly components: number[][] = [];
  readonly #next: (node: number) => readonly number[];
  readonly #order: Int32Array;
  readonly #lowest: Int32Array;
  readonly #isOpen: Uint8Array;
  readonly #open: number[] = [];
  #count = 0;

  constructor(size: number, next: (node: number) => readonly number[]) {
    this.#next = next;
    this.#order = new Int32Array(size);
    this.#lowest = new Int32Array(size);
    this.#isOpen = new Uint8Array(size);
  }

  visit(root: number): void {
    if (this.#isSeen(root)) return;
    const stack = [this.#begin(root)];
    for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
      const { done, value } = visit.rest.next();
      if (done === true) this.#end(visit.node, stack);
      else if (!this.#isSeen(value)) stack.push(this.#begin(value));
      else if (this.#isOpen[value] === 1) this.#lower(visit.node, this.#order[value] ?? 0);
    }
  }

  #isSeen(node: number): boolean {
    return this.#order[node] !== 0;
  }

  #begin(node: number): Visit {
    this.#count += 1;
    this.#order[node] = this.#count;
    this.#lowest[node] = this.#count;
    this.#open.push(node);
    this.#isOpen[node] = 1;
    return { node, rest: this.#next(node)[Symbol.iterator]() };
  }

  #end(node: number, stack: Visit[]): void {
    stack.pop();
    const lowest = this.#lowest[node] ?? 0;
    const above = stack.at(-1);
    if (above !== undefined) this.#lower(above.node, lowest);
    if (lowest !== this.#order[node]) return;
    const component = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of component) this.#isOpen[member] = 0;
    this.components.push(component);
  }

  #lower(node: number, to: number): void {
    this.#lowest[node] = Math.min(this.#lowest[node] ?? to, to);
  }
}
