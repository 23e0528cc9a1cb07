import type { Lanes } from "../../../provider/http/lanes";

/** So many results may wait for an earlier one, so that a slow one doesn't stop the others, and memory stays small. */
const AHEAD = 40;

/** Runs the work for each item, as many at a time as there are lanes, and gives the results in the order of the items. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  lanes: Lanes,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const waiting: Promise<Result>[] = [];
  for await (const item of items) {
    const result = lanes.run(() => work(item));
    result.catch(() => {}); // It is thrown in its turn, or an earlier one was.
    waiting.push(result);
    const first = waiting.length > AHEAD ? waiting.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of waiting) yield await result;
}

/** The same values, of which so many are asked for at once, whoever waits for them. */
export function ahead<T>(source: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  const asked = Array.from({ length: count }, () => source.next());
  for (const one of asked) one.catch(() => {}); // It is thrown in its turn, or an earlier one was.
  return inTurn(source, asked);
}

async function* inTurn<T>(source: AsyncGenerator<T>, asked: Promise<IteratorResult<T>>[]): AsyncGenerator<T> {
  for (let step = await asked.shift(); step?.done === false; step = await asked.shift()) {
    asked.push(source.next());
    yield step.value;
  }
}

/** A list in parts of at most so many. */
export function* partsOf<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
