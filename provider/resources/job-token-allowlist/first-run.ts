import type { AddressKind } from "../../domain/address";
import type { Permissions } from "../../domain/permissions";
import type { Place } from "../../gitlab/place";
import { type Element, elementOf } from "./elements";
import { kinds, listOf } from "./inputs";
import { capital, listOfProject } from "./messages";
import { addressOf } from "./names";
import type { Entry } from "./plan";

/** What a first run finds that no preview has shown: entries that are not declared, and entries that give something else. */
interface Unseen {
  readonly foreign: readonly Entry[];
  readonly differing: readonly Entry[];
}

/** Returns the error of a first run, with the text to paste that declares what is there. `preset` is what the list gives its elements. */
export function unseen(project: Place, { foreign, differing }: Unseen, preset: Permissions | undefined): string {
  const list = listOfProject(project);
  const found = [
    ...(foreign.length === 0 ? [] : [`holds entries that are not declared, and no preview has shown their removal.`]),
    ...(differing.length === 0 ? [] : [`holds entries with other permissions, and no preview has shown their change.`]),
  ];
  const ways = [
    ...(foreign.length === 0 ? [] : [`Add them to the declaration (${texts(foreign, preset)})`]),
    ...(differing.length === 0 ? [] : [`Declare the permissions that they have (${texts(differing, preset)})`]),
  ];
  const allowed =
    foreign.length === 0 ? "have them changed" : differing.length === 0 ? "have them removed" : "have all that changed";
  return `${capital(list)} ${found.join(" It ")} Nothing was touched. ${ways.join(". ")}, or set replaceExisting: true to ${allowed}.`;
}

function texts(entries: readonly Entry[], preset: Permissions | undefined): string {
  return kinds
    .toReversed()
    .flatMap((kind) => textOf(kind, entries, preset))
    .join(", ");
}

function textOf(kind: AddressKind, entries: readonly Entry[], preset: Permissions | undefined): string[] {
  const elements = entries
    .filter((entry) => entry.kind === kind)
    .map((entry) => elementOf({ kind, address: addressOf(entry), permissions: entry.permissions }, preset));
  return elements.length === 0 ? [] : [`${listOf[kind]}: ${inProgram(elements)}`];
}

function inProgram(elements: readonly Element[]): string {
  return JSON.stringify(elements)
    .replaceAll(",", ", ")
    .replaceAll(/"(group|permissions|project)":/g, "$1: ");
}
