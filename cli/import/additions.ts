import { canonical, groupsAbove } from "../../provider/domain/address";
import { type MapText, readTexts, type Source } from "../../provider/map/files";
import { readMap } from "../../provider/map/read";
import { treeOfYaml } from "../../provider/map/yaml-tree";
import { isBelow } from "../paths";
import type { ImportedList } from "./estate";
import { groupedBy } from "./grouped";
import { filesOf, linesOf, type MapFile, textOf } from "./map-text";

/** The keys that the lines of an imported project leave out: where a file's defaults have one, they would say more than GitLab has. */
const LEFT_OUT = [
  "permissions",
  "pushRepositoryForJobTokenAllowed",
  "crossProjectPushForJobTokenAllowed",
  "replaceExisting",
];

/**
 * The texts of files, by name, with which a map holds these projects as well. Each is added at the end of the deepest file that speaks for it.
 * Where that can't be done so that it says what GitLab has, files of their own are written below it.
 */
export function additionsTo(
  map: Source,
  { lists, isNew }: { readonly lists: readonly ImportedList[]; readonly isNew: boolean },
): [string, string][] {
  if (lists.length === 0) return [];
  const texts = isNew ? [] : readTexts(map, () => {});
  const named = isNew ? [] : readMap(map).lists.map(({ project }) => project);
  const owners = groupedBy(lists, (list) => ownerOf(texts, list));
  const fresh = (files: readonly MapFile[]) =>
    files.map((file): [string, string] => [`${map.from}/${file.name}`, textOf(file, map.from)]);
  return [...owners].flatMap(([owner, of]) => {
    if (owner === undefined) return fresh(filesOf(of));
    const appended = appendedTo(owner, of);
    return appended === undefined ? fresh(filesBelow(owner, of, named)) : [[owner.file, appended]];
  });
}

/** The deepest file that speaks for the project. */
function ownerOf(texts: readonly MapText[], { path }: ImportedList): MapText | undefined {
  const covering = texts.filter(
    ({ place }) => place !== "sets" && (canonical(place) === canonical(path) || isBelow(path, place)),
  );
  return covering.sort((a, b) => b.place.length - a.place.length)[0];
}

function appendedTo({ file, text }: MapText, lists: readonly ImportedList[]): string | undefined {
  const indent = indentOf(text);
  if (indent === undefined || saysMore(file, text)) return undefined;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = lists.flatMap((list) => linesOf(list, indent)).map((line) => `${line}${end}`);
  return `${text}${text.endsWith("\n") ? "" : end}${lines.join("")}`;
}

/** How far projects are indented; undefined where more lines at the end would not be projects. */
function indentOf(text: string): string | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#.*)?$/.test(line));
  const at = lines.findIndex((line) => /^projects:\s*(?:#.*)?$/.test(line));
  const below = lines.slice(at + 1);
  const [, indent] = /^( +)\S/.exec(below[0] ?? "") ?? [];
  return at >= 0 && below.every((line) => line.startsWith(" ")) ? indent : undefined;
}

function saysMore(file: string, text: string): boolean {
  const tree = treeOfYaml(file, text, () => {});
  const defaults = tree?.kind === "branch" ? tree.pairs.find(({ key }) => key === "defaults")?.value : undefined;
  return defaults?.kind === "branch" && defaults.pairs.some(({ key }) => LEFT_OUT.includes(key));
}

/** A file for the broadest group below the owner's place of which nothing is named yet, or for the project alone. */
function filesBelow({ place }: MapText, lists: readonly ImportedList[], named: readonly string[]): MapFile[] {
  const isFree = (group: string) =>
    isBelow(group, place) && !named.some((path) => isBelow(path, group) || canonical(path) === canonical(group));
  const placeOf = ({ path }: ImportedList) => groupsAbove(path).find(isFree) ?? path;
  return [...groupedBy(lists, placeOf)].map(([own, of]) => ({ name: `${own}.yaml`, place: own, lists: of }));
}
