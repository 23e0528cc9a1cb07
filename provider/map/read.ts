import { readTexts, type Source } from "./files";
import { type AccessList, listsIn } from "./lists";
import type { Problem } from "./problem";
import { Shape } from "./shape";
import { type Refuse, treeOfObject } from "./tree";
import { treeOfYaml } from "./yaml-tree";

/** The file at the top of a map that holds its sets. A group of that name is spoken for by the files in its folder. */
const SETS = "sets";

/** What a map says, and what has to be mended before anybody may act on it. */
export interface Reading {
  /** In the order of the projects' paths. */
  readonly lists: readonly AccessList[];
  readonly problems: readonly Problem[];
}

/** Reads the files of a map. */
export function readMap(source: Source): Reading {
  return collecting((refuse) => {
    const shape = new Shape(refuse);
    const files = readTexts(source, refuse).map((file) => ({
      ...file,
      tree: treeOfYaml(file.file, file.text, refuse),
    }));
    const [maps, sets] = [files.filter(({ place }) => place !== SETS), files.filter(({ place }) => place === SETS)];
    const parts = {
      maps: maps.flatMap(({ tree, ...file }) => (tree === undefined ? [] : [shape.map(tree, file)])),
      sets: sets.flatMap(({ tree }) => (tree === undefined ? [] : shape.sets(tree))),
    };
    return listsIn(parts, refuse);
  });
}

/** Reads an object of the form of a file, with the sets in it. */
export function mapOf(given: object): Reading {
  return collecting((refuse) => {
    const { map, sets } = new Shape(refuse).whole(treeOfObject(given));
    return listsIn({ maps: [map], sets }, refuse);
  });
}

function collecting(read: (refuse: Refuse) => readonly AccessList[]): Reading {
  const problems: Problem[] = [];
  const lists = read((problem) => void problems.push(problem));
  return { lists, problems: problems.sort(byPlace) };
}

function byPlace({ spot: a }: Problem, { spot: b }: Problem): number {
  const files = a.file === b.file ? 0 : (a.file ?? "").localeCompare(b.file ?? "", "en");
  return files || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
