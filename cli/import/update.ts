import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonical } from "../../provider/domain/address";
import { inLines } from "../../provider/map/problem";
import { readMap } from "../../provider/map/read";
import { CommandError } from "../command";
import { additionsTo } from "./additions";
import type { ImportedList } from "./estate";
import { write } from "./folder";
import { pipelineText } from "./pipeline";
import { type Files, folderOf, NAME, policiesName } from "./plan";
import { json } from "./scaffold";
import { type Standing, shared } from "./shards";
import { waiversFor } from "./waivers";

/** A program that an import has written, and somebody owns since. */
export interface Program {
  readonly root: string;
  /** Today in UTC. */
  readonly today: string;
}

/** A map of the program, and what was added to it. */
export interface Grown {
  /** The name of its stack; undefined where the program has one map. */
  readonly stack: string | undefined;
  readonly isNew: boolean;
  /** The projects that it named before. */
  readonly before: readonly string[];
  readonly added: readonly ImportedList[];
}

/** What an update did. */
export interface Updated {
  readonly maps: readonly Grown[];
  /** There are new stacks, and the pipeline does not name them, because somebody has changed it. */
  readonly hasOtherPipeline: boolean;
}

const PIPELINE = ".gitlab-ci.yml";

/**
 * Adds to the map of a program the projects that no file names; where it has several stacks, to the map of the one that is for their group. It
 * only appends lines, or writes files that are not there: whatever somebody wrote stays as it is, byte by byte. If a map has mistakes afterwards,
 * everything is put back.
 */
export function updateProgram({ root, today }: Program, lists: readonly ImportedList[]): Updated {
  const stacks = stacksIn(root);
  const standing = (stacks ?? [""]).map((stack) => ({ stack, paths: namedIn(root, mapOf(stack), "Mend it first:") }));
  const named = onceNamed(standing);
  const missing = lists.filter(({ path }) => !named.has(canonical(path)));
  const shares = stacks === undefined ? [{ stack: "", lists: missing }] : shared(missing, standing);
  const maps = shares.map(({ stack, lists: added }): Grown => {
    const before = standing.find((one) => one.stack === stack)?.paths;
    return { stack: stack === "" ? undefined : stack, isNew: before === undefined, before: before ?? [], added };
  });
  const fresh = maps.filter(({ isNew }) => isNew);
  const [before = [], after = []] = [stacks, [...(stacks ?? []), ...fresh.map(({ stack = "" }) => stack)]];
  const pipeline = fresh.length === 0 ? undefined : pipelineOf({ root, before, after });
  writeAll(root, maps, new Map([...maps.flatMap((map) => textsOf(map, { root, today })), ...(pipeline ?? [])]));
  return { maps, hasOtherPipeline: fresh.length > 0 && pipeline === undefined };
}

/** The stacks of a program that has several: the folders of its map. Each has waivers of its own. Undefined where there is one map. */
export function stacksIn(root: string): readonly string[] | undefined {
  const folder = join(root, NAME);
  if (!existsSync(folder)) return undefined;
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  return names.some((stack) => existsSync(join(root, policiesName(stack, { isSharded: true })))) ? names : undefined;
}

function mapOf(stack: string | undefined): string {
  return folderOf({ stack: stack ?? "" }, { isSharded: Boolean(stack) });
}

/** The projects of a map. */
function namedIn(root: string, from: string, hint: string): readonly string[] {
  const { lists, problems } = readMap({ root, from });
  if (problems.length > 0) throw new CommandError([`The map has mistakes. ${hint}`, ...inLines(problems)].join("\n  "));
  return lists.map(({ project }) => project);
}

/** Two stacks that declare one list undo what the other does, and neither can see it. */
function onceNamed(standing: readonly Standing[]): ReadonlySet<string> {
  const owners = new Map<string, string>();
  for (const { stack, paths } of standing)
    for (const path of paths.map(canonical)) {
      const other = owners.get(path);
      if (other !== undefined)
        throw new CommandError(
          `${path} is named in ${mapOf(other)} and in ${mapOf(stack)}: take it out of one of them. Nothing was changed.`,
        );
      owners.set(path, stack);
    }
  return new Set(owners.keys());
}

function textsOf({ stack = "", isNew, added }: Grown, { root, today }: Program): [string, string][] {
  const texts = additionsTo({ root, from: mapOf(stack) }, { lists: added, isNew });
  if (!isNew) return texts;
  return [...texts, [policiesName(stack, { isSharded: true }), json(waiversFor(added, today))]];
}

/** The pipeline with the new stacks in it; undefined where it is not what an import has written. */
function pipelineOf({
  root,
  before,
  after,
}: {
  readonly root: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}): readonly [string, string][] | undefined {
  const policies = policiesName("$STACK", { isSharded: true });
  const isOurs = contentOf(join(root, PIPELINE)) === pipelineText({ names: before, policies });
  return isOurs ? [[PIPELINE, pipelineText({ names: [...after].sort(), policies })]] : undefined;
}

/** Puts everything back if a map has mistakes afterwards. */
function writeAll(root: string, maps: readonly Grown[], texts: Files): void {
  const before = new Map([...texts.keys()].map((name) => [name, contentOf(join(root, name))]));
  for (const [name, text] of texts) write(join(root, name), text);
  try {
    for (const { stack } of maps) namedIn(root, mapOf(stack), "Nothing was changed: add the projects by hand.");
  } catch (error) {
    for (const [name, text] of before) {
      if (text === undefined) rmSync(join(root, name));
      else writeFileSync(join(root, name), text);
    }
    throw error;
  }
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
