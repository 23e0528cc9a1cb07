import type { Place } from "../graph/places";
import { namesOf, type Way, type Ways, WHAT_A_WAY_IS } from "../graph/ways";
import { shown } from "../shown";
import { type Mark, marksOf, nameOf, settingsPageOf, WHAT_A_MARK_IS } from "../words";
import { h } from "./dom";

/** Small pieces that several views show. */

export function wayChip(way: Way): HTMLElement {
  return h("span", { class: `chip way-${way}`, title: WHAT_A_WAY_IS[way] }, way);
}

export function wayChips(ways: Ways): HTMLElement[] {
  return namesOf(ways).map(wayChip);
}

export function strongest(ways: Ways): Way | "none" {
  return namesOf(ways).at(-1) ?? "none";
}

export function markChip(mark: Mark): HTMLElement {
  return h("span", { class: `mark mark-${mark.replaceAll(" ", "-")}`, title: WHAT_A_MARK_IS[mark] }, mark);
}

export function markChips(place: Place): HTMLElement[] {
  return marksOf(place).map(markChip);
}

/** A path with its last part in bold. The name may be written from right to left: it is kept apart from what stands around it. */
export function pathName(path: string): HTMLElement {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  // A long path may break after a slash.
  const above = segments.flatMap((segment) => [`${shown(segment)}/`, h("wbr")]);
  return h(
    "bdi",
    { class: "path", title: shown(path) },
    above.length === 0 ? undefined : h("span", { class: "above" }, above),
    h("b", {}, shown(name)),
  );
}

export function placeName(place: Place): HTMLElement {
  return place.path === undefined ? h("i", { class: "path" }, nameOf(place)) : pathName(place.path);
}

/** A link to the page of GitLab's settings where the list is changed. */
export function settingsLink(
  gitlab: string,
  { path, kind }: Place,
  text = "Job token permissions in GitLab",
): HTMLElement | undefined {
  const page = kind === "project" && path !== undefined ? settingsPageOf(gitlab, path) : undefined;
  if (page === undefined) return undefined;
  const arrow = h("span", { "aria-hidden": "true" }, " ↗");
  return h("a", { class: "out", href: page, rel: "noreferrer noopener", target: "_blank" }, text, arrow);
}

export function button(
  label: string,
  onclick: () => void,
  attributes: Record<string, boolean | string> = {},
): HTMLButtonElement {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

const WHOLE = new Intl.NumberFormat("en");

export function number(value: number): string {
  return WHOLE.format(value);
}
