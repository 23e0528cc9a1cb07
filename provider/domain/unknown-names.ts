import { nearest } from "./nearest";

/** Returns the names that a program gives a value. */
export function namesGiven(args: object): string[] {
  return Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Returns the end of a sentence about names that nobody knows: what was likely meant, or which names there are. */
export function meantInstead(names: readonly string[], known: readonly string[]): string {
  const meant = names.flatMap((name) => nearest(name, known) ?? []);
  if (known.length === 0) return "look for a misspelling";
  if (meant.length === 0) return `there ${known.length === 1 ? "is" : "are"} ${quoted(known, ", ")}`;
  return `did you mean ${quoted([...new Set(meant)], " and ")}?`;
}

/** Returns an addition to a sentence about a name that nobody knows: what was likely meant, if anything was. */
export function likelyMeant(name: string, known: Iterable<string>): string {
  const likely = nearest(name, known);
  return likely === undefined ? "" : `; "${likely}" was likely meant`;
}

function quoted(names: readonly string[], between: string): string {
  return names.map((name) => `"${name}"`).join(between);
}
