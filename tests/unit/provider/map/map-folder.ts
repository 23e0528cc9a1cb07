import { inLines } from "../../../../provider/map/problem";
import { type Reading, readMap } from "../../../../provider/map/read";
import { type Files, withMap } from "../../../support/access-map";

export function readingOf(files: Files): Promise<Reading> {
  return withMap(files, (root) => readMap({ root, from: "access" }));
}

export async function mistakesIn(files: Files): Promise<string[]> {
  return inLines((await readingOf(files)).problems);
}

/** The lists of a map without a mistake, by their projects, without the places where they stand. */
export function listsOf({ lists, problems }: Reading): Record<string, object> {
  if (problems.length > 0) throw new Error(inLines(problems).join("\n"));
  return Object.fromEntries(lists.map(({ where: _, project, ...said }) => [project, said]));
}
