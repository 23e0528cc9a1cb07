import { UNUSED_AFTER_DAYS } from "../../inventory/summary";
import { Closure } from "../graph/closure";
import { isOpen } from "../graph/graph";
import { isBelow } from "../graph/places";
import { effective } from "../graph/ways";
import { type Ranked, rankedIn } from "../overview";
import type { App } from "./app";
import { csvOf } from "./csv";
import { h, replace } from "./dom";
import { button, markChips, number, pathName } from "./parts";

interface Row extends Ranked {
  readonly entries: number;
  readonly byDefault: number;
  readonly unused: number;
}

interface Heading {
  readonly key: Exclude<keyof Row, "place"> | "path";
  readonly text: string;
  readonly meaning: string;
}

const HEADINGS: readonly Heading[] = [
  { key: "path", text: "Project", meaning: "The full path" },
  { key: "exposedDirectlyTo", text: "Let in", meaning: "Projects that its allowlist lets in" },
  { key: "exposedTo", text: "Get here", meaning: "Projects that get here over any number of hops" },
  { key: "reachesDirectly", text: "Opens", meaning: "Projects that let it in" },
  { key: "passes", text: "May change", meaning: "Projects that it may change or start over any number of hops" },
  { key: "reaches", text: "Reaches", meaning: "Projects that it reaches in any way, over any number of hops" },
  { key: "entries", text: "Entries", meaning: "Entries of its allowlist" },
  { key: "byDefault", text: "By default", meaning: "Entries with the default permissions" },
  {
    key: "unused",
    text: "Unused",
    meaning: `Entries that nobody has used for ${UNUSED_AFTER_DAYS} days, as far as the log goes`,
  },
];

const ROWS_A_PAGE = 100;

/** All projects as a table: the most exposed, the farthest reaching, or by any other column. */
export class Ranking {
  readonly #app: App;
  readonly #rows = new Map<string, readonly Row[]>();
  readonly #body = h("tbody");
  readonly #foot = h("p", { class: "pages" });
  #by: Heading["key"] = "exposedDirectlyTo";
  #isRising = false;
  #page = 0;

  constructor(app: App) {
    this.#app = app;
  }

  element(): HTMLElement {
    this.#page = 0;
    const head = h("tr");
    this.#fill(head);
    const hint =
      "A click on a heading sorts. Counts over hops are upper bounds: they need a user with the role in each project on the way.";
    const save = button("Save as CSV", () => this.#save(), { class: "quiet" });
    return h(
      "section",
      { class: "view ranking", "aria-label": "Ranking" },
      h("header", { class: "above-matrix" }, h("h2", {}, "Projects"), h("p", { class: "hint" }, hint), save),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of projects" },
        h("table", { class: "ranks" }, h("thead", {}, head), this.#body),
      ),
      this.#foot,
    );
  }

  #save(): void {
    const headings = HEADINGS.map(({ text }) => text);
    download("access-ranking.csv", csvOf(headings, this.#shown().map(cellsOf)));
  }

  #fill(head: HTMLElement): void {
    replace(
      head,
      HEADINGS.map((heading) => this.#heading(heading, head)),
      h("th", { scope: "col" }, "Marks"),
    );
    const rows = this.#shown();
    const pages = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE));
    const from = this.#page * ROWS_A_PAGE;
    replace(
      this.#body,
      rows.slice(from, from + ROWS_A_PAGE).map((row) => this.#row(row)),
    );
    const turn = (by: number) => () => {
      this.#page += by;
      this.#fill(head);
    };
    replace(
      this.#foot,
      `${number(rows.length)} projects`,
      pages === 1
        ? undefined
        : [
            button("Previous", turn(-1), { class: "quiet", disabled: this.#page === 0 }),
            `page ${this.#page + 1} of ${pages}`,
            button("Next", turn(1), { class: "quiet", disabled: this.#page === pages - 1 }),
          ],
    );
  }

  #heading({ key, text, meaning }: Heading, head: HTMLElement): HTMLElement {
    const isSorted = this.#by === key;
    const sort = isSorted ? (this.#isRising ? "ascending" : "descending") : "none";
    const onclick = () => {
      this.#isRising = isSorted ? !this.#isRising : key === "path";
      this.#by = key;
      this.#page = 0;
      this.#fill(head);
      head.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
    };
    return h(
      "th",
      { scope: "col", "aria-sort": sort, class: key === "path" ? "" : "count" },
      h(
        "button",
        { type: "button", title: meaning, "data-key": key, onclick },
        text,
        h("span", { class: "sort", "aria-hidden": "true" }, isSorted ? (this.#isRising ? " ↑" : " ↓") : ""),
      ),
    );
  }

  #row(row: Row): HTMLElement {
    const [, ...counts] = cellsOf(row);
    const { place } = row;
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          { type: "button", class: "link", onclick: () => this.#app.look(place) },
          pathName(place.path ?? ""),
        ),
      ),
      counts.map((count) => h("td", { class: count === 0 ? "count zero" : "count" }, number(Number(count)))),
      h("td", {}, markChips(place)),
    );
  }

  /** The rows that pass the filters, in order. */
  #shown(): Row[] {
    const { group, openOnly, through } = this.#app.state.filters;
    const rows = this.#ranked(String(through)).filter(({ place: { path, project } }) => {
      if (openOnly && (project === undefined || !isOpen(project))) return false;
      return group === undefined || (path !== undefined && isBelow(path, group));
    });
    const sign = this.#isRising ? 1 : -1;
    const by = this.#by;
    if (by === "path") return rows.sort((a, b) => sign * ((a.place.path ?? "") < (b.place.path ?? "") ? -1 : 1));
    return rows.sort((a, b) => sign * (a[by] - b[by]) || ((a.place.path ?? "") < (b.place.path ?? "") ? -1 : 1));
  }

  /** Counted once for each choice of ways. */
  #ranked(key: string): readonly Row[] {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const { graph, state } = this.#app;
    const rows = rankedIn(graph, new Closure(graph, state.filters.through)).map(
      (ranked): Row => ({ ...ranked, ...countsOf(this.#app, ranked) }),
    );
    this.#rows.set(key, rows);
    return rows;
  }
}

function countsOf(
  { graph }: App,
  { place: { index, project } }: Ranked,
): Pick<Row, "byDefault" | "entries" | "unused"> {
  const grants = [...new Set((graph.into[index] ?? []).map(({ grant }) => grant))];
  return {
    entries: project?.entries?.length ?? 0,
    byDefault: grants.filter(({ entry }) => effective(entry) === "default").length,
    unused: grants.filter((grant) => graph.isUnused(grant)).length,
  };
}

function cellsOf(row: Row): (number | string)[] {
  return HEADINGS.map(({ key }) => (key === "path" ? (row.place.path ?? "") : row[key]));
}

/** Saves a text as a file: nothing leaves the page. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
