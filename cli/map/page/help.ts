import { WAYS, WHAT_A_WAY_IS } from "../graph/ways";
import { UPPER_BOUND, WHAT_A_MARK_IS } from "../words";
import { h } from "./dom";
import { button, markChip, wayChip } from "./parts";

const KEYS = [
  ["/", "search"],
  ["1 2 3", "overview, project, ranking"],
  ["arrows", "from cell to cell, and from box to box"],
  ["Enter", "open the details, or unfold"],
  ["m", "put the chosen project in the middle"],
  ["Esc", "close the details"],
  ["?", "this help"],
] as const;
const MARKS = Object.entries(WHAT_A_MARK_IS) as [keyof typeof WHAT_A_MARK_IS, string][];

/** What the page says and how it is used. */
export function help(): HTMLDialogElement {
  const dialog = h(
    "dialog",
    { class: "help", "aria-label": "Help" },
    h("h2", {}, "How to read this"),
    h(
      "p",
      {},
      UPPER_BOUND,
      " GitLab lets a job in by the nearest entry: that of its own project, else that of its closest group.",
    ),
    h("h3", {}, "Ways"),
    h(
      "dl",
      {},
      WAYS.flatMap((way) => [h("dt", {}, wayChip(way)), h("dd", {}, `A job may ${WHAT_A_WAY_IS[way]}.`)]),
    ),
    h("h3", {}, "Marks"),
    h(
      "dl",
      {},
      MARKS.flatMap(([mark, meaning]) => [h("dt", {}, markChip(mark)), h("dd", {}, meaning)]),
    ),
    h("h3", {}, "Keys"),
    h(
      "dl",
      {},
      KEYS.flatMap(([key, meaning]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, meaning)]),
    ),
    h(
      "form",
      { method: "dialog" },
      button("Close", () => dialog.close()),
    ),
  );
  return dialog;
}
