import { parentPath } from "../graph/places";
import { namesOf } from "../graph/ways";
import { shown } from "../shown";
import { counted } from "../words";
import type { App } from "./app";
import { cards } from "./cards";
import { h } from "./dom";
import { type Cell, cellKey, type Line, type Matrix, matrixOf } from "./matrix";
import { button, number, strongest } from "./parts";

/** The estate as a whole: its numbers, and who opens whom by groups. */
export function overview(app: App, showCell: (cell: Cell, row: Line, column: Line) => void): HTMLElement {
  const within = withinOf(app);
  const matrix = matrixOf(app.graph, within, app.state.filters);
  return h(
    "section",
    { class: "view overview", "aria-label": "Overview" },
    cards(app),
    h(
      "header",
      { class: "above-matrix" },
      h("h2", {}, "Who opens whom"),
      crumbs(app, within),
      h(
        "p",
        { class: "hint" },
        "Rows are callers, columns are what they may open. A number counts entries; its colour is the strongest way that one of them opens.",
      ),
    ),
    matrix.cells.size === 0
      ? h(
          "p",
          { class: "empty" },
          app.graph.grants.length === 0 ? "No allowlist has an entry." : "No entry passes the filters here.",
        )
      : table({ app, matrix, showCell }),
    legend(),
  );
}

/** An estate of one top-level group begins below it. */
function withinOf({ state, graph }: App): string {
  if (state.within !== "") return state.within;
  const [only, ...others] = graph.estate.scope;
  return others.length === 0 && only !== undefined && graph.places.find(only)?.kind === "group" ? only : "";
}

function crumbs(app: App, within: string): HTMLElement {
  const parts: HTMLElement[] = [];
  for (let path = within; path !== ""; path = parentPath(path)) {
    const name = shown(path.slice(path.lastIndexOf("/") + 1));
    const isHere = path === within;
    parts.unshift(
      h(
        "li",
        {},
        isHere
          ? h("span", { "aria-current": "page" }, name)
          : button(name, () => app.go({ within: path }), { class: "crumb" }),
      ),
    );
  }
  return h("nav", { "aria-label": "Group" }, h("ol", { class: "crumbs" }, parts));
}

interface Shown {
  readonly app: App;
  readonly matrix: Matrix;
  readonly showCell: (cell: Cell, row: Line, column: Line) => void;
}

function table(asked: Shown): HTMLElement {
  const { app, matrix } = asked;
  const head = matrix.columns.map((line) =>
    h("th", { scope: "col", class: `line ${line.kind}` }, h("div", {}, heading(app, line))),
  );
  const grid = h(
    "table",
    {
      class: "matrix",
      "aria-label": "Callers in rows, opened projects in columns, entries in cells",
      "--cell": `${widthFor(matrix.columns.length)}px`,
      onkeydown: (event) => moveIn(event as KeyboardEvent),
    },
    h("thead", {}, h("tr", {}, h("td", { class: "corner" }, "may open →"), head)),
    h(
      "tbody",
      {},
      matrix.rows.map((row) => rowOf(asked, row)),
    ),
  );
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Matrix of groups" }, grid);
}

function rowOf(asked: Shown, row: Line): HTMLElement {
  const largest = Math.max(1, ...[...asked.matrix.cells.values()].map(({ grants }) => grants.length));
  const cells = asked.matrix.columns.map((column) => cellOf(asked, { row, column, largest }));
  return h("tr", {}, h("th", { scope: "row", class: `line ${row.kind}` }, heading(asked.app, row)), cells);
}

function heading(app: App, { label, group }: Line): HTMLElement {
  const text = h("bdi", {}, shown(label));
  if (group === undefined) return h("span", { title: shown(label) }, text);
  return h(
    "button",
    { type: "button", class: "drill", title: `Look into ${shown(group)}`, onclick: () => app.go({ within: group }) },
    text,
  );
}

function cellOf(
  { matrix, showCell }: Shown,
  { row, column, largest }: { row: Line; column: Line; largest: number },
): HTMLElement {
  const cell = matrix.cells.get(cellKey(row, column));
  if (cell === undefined) return h("td", {}, h("span", { class: "no", "aria-label": "none" }));
  const { grants, projects, ways, unused } = cell;
  const heat = Math.log(1 + grants.length) / Math.log(1 + largest);
  const words = `${shown(row.label)} → ${shown(column.label)}: ${counted(grants.length, "entry")} into ${counted(projects.size, "project")} (${namesOf(ways).join(", ")})${unused > 0 ? `, ${number(unused)} unused` : ""}`;
  return h(
    "td",
    {},
    h(
      "button",
      {
        type: "button",
        class: `cell way-${strongest(ways)}`,
        "--heat": (0.12 + 0.6 * heat).toFixed(3),
        title: words,
        "aria-label": words,
        onclick: () => showCell(cell, row, column),
      },
      number(grants.length),
    ),
  );
}

function widthFor(columns: number): number {
  return Math.round(Math.min(68, Math.max(44, 900 / columns)));
}

/** The arrows go from cell to cell. */
function moveIn(event: KeyboardEvent): void {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const from = event.target instanceof Element ? event.target.closest("td, th") : null;
  if (step === undefined || !(from instanceof HTMLTableCellElement)) return;
  const [down = 0, right = 0] = step;
  const rows = [...(from.closest("table")?.rows ?? [])];
  let row = rows.indexOf(from.parentElement as HTMLTableRowElement) + down;
  let column = from.cellIndex + right;
  for (
    let to = rows[row]?.cells[column];
    to !== undefined;
    row += down, column += right, to = rows[row]?.cells[column]
  ) {
    const target = to.querySelector("button");
    if (target === null) continue;
    target.focus();
    event.preventDefault();
    return;
  }
}

function legend(): HTMLElement {
  const ways = [
    ["read", "only read"],
    ["trigger", "start pipelines"],
    ["write", "change something"],
    ["push", "push to repositories"],
  ] as const;
  return h(
    "ul",
    { class: "legend", "aria-label": "Colours" },
    ways.map(([way, text]) => h("li", {}, h("span", { class: `swatch way-${way}`, "aria-hidden": "true" }), text)),
  );
}
