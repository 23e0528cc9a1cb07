import type { Place } from "../graph/places";
import { nameOf } from "../words";
import type { App } from "./app";
import { h, replace } from "./dom";
import { markChips, placeName } from "./parts";

const MOST_HITS = 12;

/** The projects and groups whose path holds all words; those whose own name begins with the first word come first. */
function hitsFor(text: string, places: readonly Place[]): Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  const found = places.flatMap((place) => {
    const path = place.path?.toLowerCase() ?? `${place.kind} ${place.id}`;
    if (!words.every((word) => path.includes(word))) return [];
    const name = path.slice(path.lastIndexOf("/") + 1);
    const rank = path === text.toLowerCase() ? 0 : name.startsWith(first) ? 1 : name.includes(first) ? 2 : 3;
    return [{ place, rank, length: path.length }];
  });
  return found
    .sort((a, b) => a.rank - b.rank || a.length - b.length)
    .slice(0, MOST_HITS)
    .map(({ place }) => place);
}

/** A search box as WAI-ARIA's combobox: the arrows choose, Enter goes, Escape closes. */
export class Search {
  readonly element: HTMLElement;
  readonly #app: App;
  readonly #input: HTMLInputElement;
  readonly #list = h("ul", { id: "hits", role: "listbox", "aria-label": "Projects and groups", hidden: true });
  #hits: readonly Place[] = [];
  #chosen = 0;

  constructor(app: App) {
    this.#app = app;
    this.#input = h("input", {
      type: "search",
      id: "search",
      placeholder: "Find a project or a group",
      "aria-label": "Find a project or a group",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "hits",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#ask(),
      onkeydown: (event) => this.#key(event as KeyboardEvent),
      onblur: () => this.#close(),
    });
    this.element = h("div", { class: "search" }, this.#input, h("kbd", { "aria-hidden": "true" }, "/"), this.#list);
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  #ask(): void {
    this.#hits = hitsFor(this.#input.value, this.#app.graph.places.all);
    this.#chosen = 0;
    this.#show();
  }

  #show(): void {
    const isEmpty = this.#hits.length === 0 && this.#input.value.trim() === "";
    const rows = this.#hits.map((place, index) => this.#row(place, index));
    replace(
      this.#list,
      rows.length > 0 ? rows : h("li", { class: "none" }, "No project and no group has such a path."),
    );
    this.#list.hidden = isEmpty;
    this.#input.setAttribute("aria-expanded", String(!isEmpty));
    this.#input.setAttribute("aria-activedescendant", rows.length > 0 ? `hit-${this.#chosen}` : "");
  }

  #row(place: Place, index: number): HTMLElement {
    return h(
      "li",
      {
        id: `hit-${index}`,
        role: "option",
        "aria-selected": String(index === this.#chosen),
        "aria-label": `${place.kind} ${nameOf(place)}`,
        // Before the field loses the focus, which closes the list.
        onmousedown: () => this.#go(place),
      },
      h("span", { class: `kind kind-${place.kind}`, "aria-hidden": "true" }),
      placeName(place),
      markChips(place),
    );
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = this.#hits[this.#chosen];
    if (step !== undefined && this.#hits.length > 0) {
      this.#chosen = (this.#chosen + step + this.#hits.length) % this.#hits.length;
      this.#show();
    } else if (event.key === "Enter" && chosen !== undefined) this.#go(chosen);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #go(place: Place): void {
    this.#input.value = "";
    this.#close();
    this.#input.blur();
    this.#app.look(place);
  }

  #close(): void {
    this.#hits = [];
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.setAttribute("aria-activedescendant", "");
  }
}
