import { ReachTo } from "../graph/backward";
import type { Grant } from "../graph/edges";
import { type Hop, Reach } from "../graph/forward";
import type { Place } from "../graph/places";
import { namesOf } from "../graph/ways";
import { shown } from "../shown";
import { counted, entryInWords, roleInWords } from "../words";
import type { App } from "./app";
import { h } from "./dom";
import type { Cell, Line } from "./matrix";
import type { Box } from "./neighbourhood/box";
import { button, markChips, number, placeName, settingsLink, wayChip, wayChips } from "./parts";

const MOST_SHOWN = 120;

/** The entries of a cell of the matrix. */
export function cellDetails(app: App, { grants, projects }: Cell, [row, column]: readonly [Line, Line]): HTMLElement[] {
  const shownGrants = grants.slice(0, MOST_SHOWN);
  return [
    h("h2", {}, h("bdi", {}, shown(row.label)), " → ", h("bdi", {}, shown(column.label))),
    h("p", { class: "hint" }, `${counted(grants.length, "entry")} into ${counted(projects.size, "project")}`),
    h(
      "ul",
      { class: "grants" },
      shownGrants.map((grant) => grantItem(app, grant)),
    ),
    ...(grants.length > MOST_SHOWN
      ? [h("p", { class: "hint" }, `and ${number(grants.length - MOST_SHOWN)} more: look into a group, or filter`)]
      : []),
  ];
}

function grantItem(app: App, grant: Grant): HTMLElement {
  const { places } = app.graph;
  const [listed, into] = [places.at(grant.listed), places.at(grant.into)];
  return h(
    "li",
    {},
    fromInto(app, listed, into),
    h(
      "div",
      { class: "facts" },
      wayChips(grant.ways),
      h("span", { class: "muted" }, entryInWords(grant.entry)),
      settingsLink(app.graph.estate.gitlab, into, "settings"),
    ),
  );
}

function fromInto(app: App, from: Place, into: Place): HTMLElement {
  const arrow = h("span", { class: "arrow", role: "img", "aria-label": "may open" }, "→");
  return h("div", { class: "hop" }, placeLink(app, from), h("div", { class: "into" }, arrow, placeLink(app, into)));
}

function placeLink(app: App, place: Place): HTMLElement {
  if (place.path === undefined) return placeName(place);
  return h("button", { type: "button", class: "link", onclick: () => app.look(place) }, placeName(place));
}

/** How a box of the neighbourhood and the project in the middle reach each other: the entries that prove it. */
export function boxDetails(app: App, box: Box): HTMLElement[] {
  const { place } = box;
  if (place === undefined) return [];
  const size = h("span", { class: "muted" }, `${counted(box.count, "project")} of this group`);
  const go = button(place.kind === "project" ? "Put it in the middle" : "Show this group", () => app.look(place));
  return [
    h("h2", {}, placeName(place)),
    h("p", { class: "facts" }, markChips(place), place.kind === "group" ? size : undefined),
    h("p", { class: "facts" }, place.path === undefined ? undefined : go, settingsLink(app.graph.estate.gitlab, place)),
    ...proofDetails(app, proofFor(app, box)),
  ];
}

function proofDetails(app: App, proof: readonly Hop[]): HTMLElement[] {
  if (proof.length === 0) return [];
  const heading = proof.length === 1 ? "The entry that proves it" : `The ${proof.length} entries that prove it`;
  const items = proof.map((hop) => hopItem(app, hop));
  return [h("h3", {}, heading), h("ol", { class: "proof" }, items)];
}

function proofFor(app: App, { hop, place }: Box): Hop[] {
  const { project: middle, limits, graph } = app;
  if (middle === undefined || place === undefined || hop === 0) return [];
  if (hop > 0) {
    const reach = new Reach(graph, [middle.index], limits);
    const reached = reach.touched.get(place.index);
    return reached === undefined ? [] : reach.proofOf(reached);
  }
  const reach = new ReachTo(graph, [middle.index], limits);
  const reached = [...reach.reached.values()].find(
    ({ hops, last }) => hops === -hop && last.edge.grant.listed === place.index,
  );
  return reached === undefined ? [] : reach.proofOf(reached);
}

function hopItem(app: App, { edge, from, into }: Hop): HTMLElement {
  const { places, estate } = app.graph;
  const { grant } = edge;
  const listed = places.at(grant.listed);
  const target = places.at(into);
  return h(
    "li",
    {},
    fromInto(app, listed.kind === "group" ? listed : places.at(from), target),
    h(
      "ul",
      { class: "roles" },
      namesOf(grant.ways).map((way) => h("li", {}, wayChip(way), h("span", {}, `as ${roleInWords(way, grant)}`))),
    ),
    h(
      "div",
      { class: "facts" },
      h("span", { class: "muted" }, entryInWords(grant.entry)),
      settingsLink(estate.gitlab, target, "settings"),
    ),
  );
}
