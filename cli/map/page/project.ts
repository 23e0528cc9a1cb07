import type { AccessGraph } from "../graph/graph";
import type { Place } from "../graph/places";
import { shown } from "../shown";
import { counted, marksOf, WHAT_A_MARK_IS } from "../words";
import type { App } from "./app";
import { h } from "./dom";
import { Drawing } from "./drawing";
import { entriesTable } from "./entries";
import type { Box } from "./neighbourhood/box";
import { neighbourhoodOf } from "./neighbourhood/neighbourhood";
import { markChips, number, pathName, placeName, settingsLink } from "./parts";

/** A project with all that gets to it on its left, and all that it reaches on its right. */
export class ProjectView {
  readonly #app: App;
  readonly #onBox: (box: Box) => void;
  #unfolded = new Set<string>();
  #of: number | undefined;
  #drawing: Drawing | undefined;

  constructor(app: App, onBox: (box: Box) => void) {
    this.#app = app;
    this.#onBox = onBox;
  }

  element(): HTMLElement {
    const place = this.#app.project;
    if (place === undefined) return this.#nothing();
    if (this.#of !== place.index) this.#unfolded = new Set();
    this.#of = place.index;
    return h(
      "section",
      { class: "view project", "aria-label": `Project ${shown(place.path ?? "")}` },
      this.#head(place),
      this.#picture(place),
      entriesTable(this.#app, place),
    );
  }

  #head(place: Place): HTMLElement {
    const marks = marksOf(place);
    return h(
      "header",
      { class: "about" },
      h("h2", {}, placeName(place), markChips(place)),
      settingsLink(this.#app.graph.estate.gitlab, place),
      marks.length === 0
        ? undefined
        : h(
            "ul",
            { class: "meanings" },
            marks.map((mark) => h("li", {}, WHAT_A_MARK_IS[mark])),
          ),
    );
  }

  #picture(place: Place): HTMLElement {
    const { graph, limits } = this.#app;
    const found = neighbourhoodOf({ graph, focus: place.index, limits, unfolded: this.#unfolded });
    const onChoose = (box: Box) => this.#choose(box);
    const onGo = (box: Box) => this.#app.look(box.place ?? place);
    this.#drawing = new Drawing({ found, prefix: prefixOf(graph), onChoose, onGo });
    const countAt = (side: number) =>
      number(found.columns.filter(({ hop }) => hop * side > 0).reduce((sum, { projects }) => sum + projects, 0));
    const text = `${countAt(-1)} get here within ${counted(limits.hops, "hop")}, and it reaches ${countAt(1)}. Choose a box for the entries that prove it; a double click puts it in the middle.`;
    return h("figure", { class: "neighbourhood" }, h("figcaption", {}, text), this.#drawing.element);
  }

  /** Shows the middle, once the view is in the page. */
  settle(): void {
    this.#drawing?.centre();
  }

  #choose(box: Box): void {
    if (box.kind !== "fold") this.#onBox(box);
    else {
      this.#unfolded.add(box.key);
      this.#app.go({});
    }
  }

  #nothing(): HTMLElement {
    const { graph } = this.#app;
    const some = graph.projects.filter(({ project }) => project !== undefined).slice(0, 8);
    return h(
      "section",
      { class: "view project" },
      h("h2", {}, "Which project?"),
      h(
        "p",
        {},
        some.length === 0
          ? "There is no project in the inventory."
          : "Search for one with /, or take one from the ranking. For example:",
      ),
      h(
        "ul",
        { class: "plain" },
        some.map((place) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "link", onclick: () => this.#app.look(place) },
              pathName(place.path ?? ""),
            ),
          ),
        ),
      ),
    );
  }
}

/** An estate of one top-level group has its name before every path. */
function prefixOf({ estate: { scope } }: AccessGraph): string {
  const [only, ...others] = scope;
  return only === undefined || others.length > 0 ? "" : `${only}/`;
}
