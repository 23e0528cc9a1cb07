import type { AccessGraph } from "../graph/graph";
import { shown } from "../shown";
import { UPPER_BOUND } from "../words";
import { App } from "./app";
import { boxDetails, cellDetails } from "./details";
import { h, replace } from "./dom";
import { help } from "./help";
import type { Box } from "./neighbourhood/box";
import { overview } from "./overview";
import { button } from "./parts";
import { ProjectView } from "./project";
import { rail } from "./rail";
import { Ranking } from "./ranking";
import { Search } from "./search";
import { VIEWS } from "./state";
import { themeButton } from "./theme";

/** The whole page: a bar, the filters, a view, and the details of what is chosen. */
export class Page {
  readonly #app: App;
  readonly #body: HTMLElement;
  readonly #search: Search;
  readonly #projectView: ProjectView;
  readonly #ranking: Ranking;
  readonly #main = h("main", { id: "main", tabindex: -1 });
  readonly #rail = h("div", { class: "rail-room" });
  readonly #tabs = h("nav", { class: "tabs", "aria-label": "Views" });
  readonly #details = h("aside", {
    class: "details",
    "aria-label": "Details",
    "aria-live": "polite",
    tabindex: -1,
    hidden: true,
  });
  readonly #help = help();
  #chosen: Box | undefined;
  /** Whoever uses keys goes on in the details, and comes back with Escape. */
  #isByKey = false;
  #opener: HTMLElement | undefined;

  constructor(graph: AccessGraph, body: HTMLElement) {
    this.#body = body;
    this.#app = new App(graph, () => this.#draw());
    this.#search = new Search(this.#app);
    this.#projectView = new ProjectView(this.#app, (box) => this.#choose(box));
    this.#ranking = new Ranking(this.#app);
  }

  show(): void {
    const skip = h("a", { class: "skip", href: "#main", onclick: (event) => this.#skip(event) }, "To the content");
    const room = h("div", { class: "room" }, this.#rail, this.#main, this.#details);
    replace(this.#body, skip, this.#bar(), this.#notes(), this.#tabs, room, this.#help);
    addEventListener("keydown", () => this.#by(true), { capture: true });
    addEventListener("pointerdown", () => this.#by(false), { capture: true });
    addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  #bar(): HTMLElement {
    const { scope, gitlab, startedAt, readAs } = this.#app.graph.estate;
    const readAt = `${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`;
    const place = h("bdi", {}, shown(`${scope.join(", ")} on ${gitlab}`));
    const about = h("p", {}, place, ` · as of ${readAt}, read as `, h("bdi", {}, shown(readAs)));
    const ask = button("?", () => this.#help.showModal(), { class: "tool", "aria-label": "Help" });
    return h(
      "header",
      { class: "bar" },
      h("div", { class: "title" }, h("h1", {}, "Who can reach what"), about),
      this.#search.element,
      h("div", { class: "tools" }, themeButton(), ask),
    );
  }

  /** What keeps the page from being the whole truth. */
  #notes(): HTMLElement[] {
    const bound = UPPER_BOUND.replace(/^This is an upper bound: e/, "E");
    return [
      h("p", { class: "bound" }, h("strong", {}, "Upper bound. "), bound),
      ...this.#app.graph.estate.caveats.map((caveat) => h("p", { class: "caveat", role: "note" }, shown(caveat))),
    ];
  }

  #draw(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
    const { view } = this.#app.state;
    this.#closeDetails();
    replace(
      this.#tabs,
      VIEWS.map((name, index) => this.#tab(name, index)),
    );
    replace(this.#rail, rail(this.#app));
    replace(
      this.#main,
      view === "overview"
        ? overview(this.#app, (...chosen) => this.#showCell(...chosen))
        : view === "project"
          ? this.#projectView.element()
          : this.#ranking.element(),
    );
    if (view === "project") this.#projectView.settle();
    if (focused !== undefined) this.#body.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  #tab(name: (typeof VIEWS)[number], index: number): HTMLElement {
    const label = { overview: "Overview", project: "Project", ranking: "Ranking" }[name];
    const isHere = this.#app.state.view === name;
    return button(label, () => this.#app.go({ view: name }), {
      class: "tab",
      "data-focus": `tab-${name}`,
      title: `Key ${index + 1}`,
      ...(isHere ? { "aria-current": "page" } : {}),
    });
  }

  #showCell(...[cell, row, column]: Parameters<Parameters<typeof overview>[1]>): void {
    this.#showDetails(cellDetails(this.#app, cell, [row, column]));
  }

  #choose(box: Box): void {
    this.#chosen = box;
    this.#showDetails(boxDetails(this.#app, box));
  }

  #showDetails(content: readonly HTMLElement[]): void {
    replace(
      this.#details,
      button("×", () => this.#leaveDetails(), { class: "close", "aria-label": "Close the details" }),
      content,
    );
    this.#details.hidden = false;
    this.#opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    if (this.#isByKey) this.#details.focus();
  }

  #by(key: boolean): void {
    this.#isByKey = key;
  }

  #closeDetails(): void {
    this.#chosen = undefined;
    this.#details.hidden = true;
  }

  #leaveDetails(): void {
    this.#closeDetails();
    if (this.#opener?.isConnected === true) this.#opener.focus();
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.#main.focus();
  }

  #key(event: KeyboardEvent): void {
    // The help closes itself, and a field keeps what is typed into it.
    const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (this.#help.open || isField || event.ctrlKey || event.metaKey || event.altKey) return;
    const view = VIEWS[Number(event.key) - 1];
    const place = this.#chosen?.place;
    if (event.key === "/") this.#search.focus();
    else if (event.key === "?") this.#help.showModal();
    else if (event.key === "Escape") this.#leaveDetails();
    else if (event.key === "m" && place !== undefined) this.#app.look(place);
    else if (view !== undefined) this.#app.go({ view });
    else return;
    event.preventDefault();
  }
}
