import type { AddressKind } from "../../provider/domain/address";
import { scalar } from "../access-map/scalar";
import type { ImportedEntry, ImportedList } from "./estate";
import { groupedBy } from "./grouped";

/** A file of the map, and the lists in it. */
export interface MapFile {
  /** From the folder of the map: `acme/payments.yaml`. */
  readonly name: string;
  readonly place: string;
  readonly lists: readonly ImportedList[];
}

/** A file for each group below a top-level group, and one for what stands in the top-level group itself. */
const DEPTH = 2;
/** The file of the sets. */
const RESERVED = "sets";

export function filesOf(lists: readonly ImportedList[]): MapFile[] {
  return [...groupedBy(lists, ({ path }) => placeOf(path))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([place, of]) => ({ name: `${place}.yaml`, place, lists: of }));
}

function placeOf(path: string): string {
  const group = path.split("/").slice(0, -1);
  const place = group.slice(0, DEPTH).join("/");
  return place === RESERVED ? path : place;
}

/** Where the schema is, seen from a file of the map. */
export function textOf({ name, place, lists }: MapFile, folder: string): string {
  const up = "../".repeat(`${folder}/${name}`.split("/").length - 1);
  return [
    `# yaml-language-server: $schema=${up}node_modules/pulumi-gitlab-ci-access/schemas/access.schema.json`,
    `# Whose CI job tokens may open the projects of ${place}. This file speaks for these projects and for no others.`,
    "projects:",
    ...lists.flatMap((list) => linesOf(list)),
    "",
  ].join("\n");
}

/** The lines of one project. The switch is as GitLab has it: to close a project is a decision of its own. */
export function linesOf({ path, enabled, projects, groups, pushes }: ImportedList, indent = "  "): string[] {
  const deep = `${indent}${indent}`;
  const open = " # open to every job token; gitlab-ci-access suggest says who would be shut out";
  return [
    `${indent}${scalar(path)}:`,
    `${deep}enabled: ${enabled}${enabled ? "" : open}`,
    ...pushes.map((setting) => `${deep}${setting}: true`),
    ...rows("project", projects, deep),
    ...rows("group", groups, deep),
  ];
}

function rows(kind: AddressKind, entries: readonly ImportedEntry[], indent: string): string[] {
  if (entries.length === 0) return [`${indent}${kind}s: []`];
  return [`${indent}${kind}s:`, ...entries.map((entry) => `${indent}  - ${itemOf(kind, entry)}`)];
}

function itemOf(kind: AddressKind, { address, permissions }: ImportedEntry): string {
  const hidden = typeof address === "number" ? " # GitLab hides it from the token that read it" : "";
  if (permissions === undefined) return `${scalar(address)}${hidden}`;
  return `{ ${kind}: ${scalar(address)}, permissions: [${permissions.join(", ")}] }${hidden}`;
}
