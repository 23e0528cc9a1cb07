import { nearest } from "./nearest";

/** Returns the end of a sentence about names that nobody knows: what was likely meant, or which names there are. */
export function meantInstead(names: readonly string[], known: readonly string[]): string {
  const meant = names.flatMap((name) => nearest(name, known) ?? []);
  if (known.length === 0) return "look for a misspelling";
  if (meant.length === 0) return `there ${known.length === 1 ? "is" : "are"} ${quoted(known, ", ")}`;
  return `did you mean ${quoted([...new Set(meant)], " and ")}?`;
}

function quoted(names: readonly string[], between: string): string {
  return names.map((name) => `"${name}"`).join(between);
}
