import { UNUSED_AFTER_DAYS } from "../../inventory/summary";
import { isOpen } from "../graph/graph";
import { isReadOnly } from "../graph/ways";
import type { App } from "./app";
import { h } from "./dom";
import { number } from "./parts";

/** The numbers that a reader asks for first. Each leads to what it counts. */
export function cards(app: App): HTMLElement {
  const { graph } = app;
  const read = graph.projects.flatMap(({ project }) => (project === undefined ? [] : [project]));
  const open = read.filter(isOpen).length;
  const unused = graph.grants.filter((grant) => graph.isUnused(grant)).length;
  const wide = graph.grants.filter(({ entry }) => entry.kind === "group" && entry.path?.includes("/") === false).length;
  const pushes = read.filter((one) => one.takesPushes && one.isClosed !== false && !isReadOnly(one)).length;
  return h(
    "ul",
    { class: "cards" },
    card({
      count: read.length,
      text: read.length === 1 ? "project" : "projects",
      onclick: () => app.go({ view: "ranking" }),
    }),
    card({
      count: open,
      text: "open to every job token",
      isBad: open > 0,
      onclick: () => app.go({ view: "ranking", filters: { ...app.state.filters, openOnly: true } }),
    }),
    card({ count: graph.grants.length, text: graph.grants.length === 1 ? "entry" : "entries" }),
    card({
      count: unused,
      text: `entries not used for ${UNUSED_AFTER_DAYS} days`,
      onclick: () => app.filter({ unusedOnly: true }),
    }),
    card({ count: wide, text: "entries for a whole top-level group", isBad: wide > 0 }),
    card({
      count: pushes,
      text: "projects that take pushes from others",
      onclick: () => app.filter({ ways: ["push"] }),
    }),
  );
}

interface Card {
  readonly count: number;
  readonly text: string;
  readonly isBad?: boolean;
  readonly onclick?: () => void;
}

function card({ count, text, isBad = false, onclick }: Card): HTMLElement {
  const content = [h("strong", {}, number(count)), h("span", {}, text)];
  const name = `card${isBad ? " bad" : ""}`;
  return h(
    "li",
    {},
    onclick === undefined
      ? h("div", { class: name }, content)
      : h("button", { type: "button", class: name, onclick }, content),
  );
}
