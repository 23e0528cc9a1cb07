import type { Problem, Spot } from "./problem";

/** What a file or an object holds, with the place of each part. */
export type Tree = Branch | Leaf | Row;

interface Branch {
  readonly kind: "branch";
  readonly spot: Spot;
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly key: string;
  readonly spot: Spot;
  readonly value: Tree;
}

interface Row {
  readonly kind: "row";
  readonly spot: Spot;
  readonly items: readonly Tree[];
}

interface Leaf {
  readonly kind: "leaf";
  readonly spot: Spot;
  readonly value: unknown;
}

/** Says what is wrong with what a cursor points to, or with one of its keys. */
export type Refuse = (problem: Problem) => void;

/** What stands there, in the words of a message. */
export function described(part: Tree): string {
  if (part.kind === "branch") return "a set of keys";
  if (part.kind === "row") return "a list";
  if (part.value === null || part.value === undefined) return "nothing";
  return typeof part.value === "string" ? `the text "${part.value}"` : String(part.value);
}

/** The tree of an object that a program gives. Its parts have no place in a file. */
export function treeOfObject(given: unknown): Tree {
  const spot: Spot = { file: undefined };
  if (Array.isArray(given)) return { kind: "row", spot, items: given.map(treeOfObject) };
  if (typeof given !== "object" || given === null) return { kind: "leaf", spot, value: given };
  const pairs = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, spot, value: treeOfObject(value) }],
  );
  return { kind: "branch", spot, pairs };
}
