import { namesOf } from "../graph/ways";
import { shown } from "../shown";
import { counted, marksOf, nameOf } from "../words";
import { h, svg } from "./dom";
import { HEIGHT, Layout, WIDTH } from "./layout";
import type { Column } from "./neighbourhood/asked";
import type { Box } from "./neighbourhood/box";
import type { Link } from "./neighbourhood/links";
import type { Neighbourhood } from "./neighbourhood/neighbourhood";
import { markChip, number, pathName, placeName, strongest } from "./parts";

interface Wanted {
  readonly found: Neighbourhood;
  /** What all paths begin with, like "acme/": it is left out. */
  readonly prefix: string;
  readonly onChoose: (box: Box) => void;
  readonly onGo: (box: Box) => void;
}

/** The neighbourhood as boxes in columns, with lines between them. */
export class Drawing {
  readonly element: HTMLElement;
  readonly #wanted: Wanted;
  readonly #layout: Layout;
  readonly #lines: ReadonlyMap<Link, SVGElement>;
  readonly #boxes: ReadonlyMap<Box, HTMLElement>;

  constructor(wanted: Wanted) {
    const { columns, links } = wanted.found;
    this.#wanted = wanted;
    this.#layout = new Layout(wanted.found);
    this.#lines = new Map(links.map((link) => [link, this.#line(link)]));
    this.#boxes = new Map(columns.flatMap(({ boxes }) => boxes.map((box) => [box, this.#box(box)] as const)));
    const { width, height } = this.#layout;
    const onkeydown = (event: Event) => this.#move(event as KeyboardEvent);
    const canvas = h(
      "div",
      { class: "canvas", "--width": `${width}px`, "--height": `${height}px`, onkeydown },
      svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...this.#lines.values()),
      h(
        "div",
        { class: "heads" },
        columns.map((column, index) => this.#head(column, index)),
      ),
      [...this.#boxes.values()],
    );
    this.element = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Neighbourhood" }, canvas);
  }

  /** Scrolls so that the middle is seen. It has to be in the page by then. */
  centre(): void {
    const middle = [...this.#boxes].find(([{ hop }]) => hop === 0)?.[1];
    if (middle === undefined) return;
    this.element.scrollLeft = middle.offsetLeft - (this.element.clientWidth - WIDTH) / 2;
    this.element.scrollTop = middle.offsetTop - (this.element.clientHeight - HEIGHT) / 2;
  }

  #head({ hop, projects }: Column, index: number): HTMLElement {
    const count = hop === 0 ? undefined : h("small", {}, ` ${number(projects)}`);
    return h("h3", { "--x": `${this.#layout.columnAt(index)}px` }, headingOf(hop), count);
  }

  #box(box: Box): HTMLElement {
    const { onChoose, onGo } = this.#wanted;
    const { x, y } = this.#layout.at(box);
    const name = textOf(box);
    const marks = box.place === undefined ? [] : marksOf(box.place);
    const state = marks.map((mark) => `is-${mark.replaceAll(" ", "-")}`);
    return h(
      "button",
      {
        type: "button",
        class: ["box", box.kind, ...(box.hop === 0 ? ["middle"] : []), ...state].join(" "),
        title: box.kind === "fold" ? `${name}: unfold` : name,
        "aria-label": [name, headingOf(box.hop), ...marks, ...(box.kind === "fold" ? ["folded"] : [])].join(", "),
        "--x": `${x}px`,
        "--y": `${y}px`,
        "data-focus": box.key,
        onclick: () => onChoose(box),
        ondblclick: () => onGo(box),
        onmouseenter: () => this.#light(box),
        onmouseleave: () => this.#light(undefined),
        onfocus: () => this.#light(box),
        onblur: () => this.#light(undefined),
      },
      box.kind === "group" ? h("span", { class: "kind kind-group", "aria-hidden": "true" }) : undefined,
      this.#name(box),
      box.kind === "project" ? undefined : h("span", { class: "count" }, number(box.count)),
      marks.filter((mark) => mark === "open" || mark === "archived").map(markChip),
    );
  }

  #name({ place, path }: Box): HTMLElement {
    const { prefix } = this.#wanted;
    const short = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    if (place !== undefined) return place.path === undefined ? placeName(place) : pathName(short);
    return h("span", { class: "path" }, path === "" ? "others" : h("bdi", {}, shown(short), "/…"));
  }

  #line({ from, into, ways, entries }: Link): SVGElement {
    return svg(
      "path",
      {
        d: this.#layout.lineBetween(from, into),
        class: `wire way-${strongest(ways)}`,
        "stroke-width": (1.2 + Math.log2(entries) / 1.5).toFixed(1),
      },
      svg("title", {}, namesOf(ways).join(", ")),
    );
  }

  /** Shows the lines between a box and the middle, and dims the rest. */
  #light(box: Box | undefined): void {
    const lit = new Set<Box>(box === undefined ? [] : [box]);
    const links = new Set(box === undefined ? [] : this.#towardsMiddle(box, lit));
    this.element.classList.toggle("lighting", links.size > 0);
    for (const [link, line] of this.#lines) line.classList.toggle("lit", links.has(link));
    for (const [one, element] of this.#boxes) element.classList.toggle("lit", lit.has(one));
  }

  *#towardsMiddle(box: Box, lit: Set<Box>): Generator<Link> {
    if (box.hop === 0) return;
    const isBefore = box.hop < 0;
    for (const link of this.#lines.keys()) {
      if ((isBefore ? link.from : link.into) !== box) continue;
      yield link;
      const other = isBefore ? link.into : link.from;
      if (lit.has(other)) continue;
      lit.add(other);
      yield* this.#towardsMiddle(other, lit);
    }
  }

  /** The arrows go from box to box. */
  #move(event: KeyboardEvent): void {
    const here = [...this.#boxes].find(([, element]) => element === event.target)?.[0];
    const step = ARROWS.get(event.key);
    const next = here && step && this.#layout.beside(here, step);
    if (next === undefined) return;
    this.#boxes.get(next)?.focus();
    event.preventDefault();
  }
}

const ARROWS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["ArrowUp", [0, -1]],
  ["ArrowDown", [0, 1]],
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
]);

function headingOf(hop: number): string {
  if (hop === 0) return "this project";
  const hops = counted(Math.abs(hop), "hop");
  return hop < 0 ? `gets here, ${hops}` : `reached, ${hops}`;
}

function textOf({ place, path, count }: Box): string {
  if (place === undefined) return path === "" ? `${count} others` : `${count} below ${shown(path)}`;
  return place.kind === "group" ? `group ${nameOf(place)}: ${counted(count, "project")}` : nameOf(place);
}
