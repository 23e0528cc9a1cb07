import { UNUSED_AFTER_DAYS } from "../../inventory/summary";
import type { AccessGraph } from "../graph/graph";
import { effective, WAYS, type Way, WHAT_A_WAY_IS } from "../graph/ways";
import { shown } from "../shown";
import type { App } from "./app";
import { h } from "./dom";
import { button } from "./parts";
import { type Filters, NO_FILTERS } from "./state";

/** The filters at the side. */
export function rail(app: App): HTMLElement {
  const { filters, view } = app.state;
  return h(
    "aside",
    { class: "rail", "aria-label": "Filters" },
    choice("Show entries that open", app, "ways"),
    choice("A hop goes on through", app, "through"),
    select({
      label: "Permission",
      value: filters.permission,
      options: permissionsIn(app.graph),
      change: (permission) => app.filter({ permission }),
    }),
    select({
      label: "In the group",
      value: filters.group,
      options: groupsIn(app.graph),
      change: (group) => app.filter({ group }),
    }),
    h(
      "fieldset",
      {},
      h("legend", {}, "Only"),
      toggle(`entries not used for ${UNUSED_AFTER_DAYS} days`, filters.unusedOnly, () =>
        app.filter({ unusedOnly: !filters.unusedOnly }),
      ),
      toggle("projects that are open", filters.openOnly, () => app.filter({ openOnly: !filters.openOnly })),
    ),
    view === "project" ? hops(app) : undefined,
    isFiltered(filters)
      ? button("Clear all filters", () => app.go({ filters: NO_FILTERS }), { class: "quiet" })
      : undefined,
  );
}

function isFiltered(filters: Filters): boolean {
  return JSON.stringify(filters) !== JSON.stringify(NO_FILTERS);
}

function choice(label: string, app: App, key: "through" | "ways"): HTMLElement {
  const chosen = app.state.filters[key];
  const change = (way: Way) => {
    const next = chosen.includes(way)
      ? chosen.filter((one) => one !== way)
      : WAYS.filter((one) => one === way || chosen.includes(one));
    // With nothing to show there would be nothing to click on.
    app.filter({ [key]: key === "ways" && next.length === 0 ? WAYS : next });
  };
  return h(
    "fieldset",
    {},
    h("legend", {}, label),
    h(
      "div",
      { class: "chips" },
      WAYS.map((way) =>
        h(
          "button",
          {
            type: "button",
            class: `chip way-${way}`,
            "aria-pressed": String(chosen.includes(way)),
            title: WHAT_A_WAY_IS[way],
            "data-focus": `${key}-${way}`,
            onclick: () => change(way),
          },
          way,
        ),
      ),
    ),
  );
}

interface Select {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [string, string])[];
  readonly change: (value: string | undefined) => void;
}

function select({ label, value, options, change }: Select): HTMLElement {
  const element = h(
    "select",
    { "data-focus": label, onchange: () => change(element.value === "" ? undefined : element.value) },
    h("option", { value: "" }, "any"),
    options.map(([name, text]) => h("option", { value: name, selected: name === value }, text)),
  );
  return h("label", { class: "field" }, h("span", {}, label), element);
}

function toggle(label: string, isOn: boolean, change: () => void): HTMLElement {
  return h(
    "label",
    { class: "toggle" },
    h("input", { type: "checkbox", checked: isOn, "data-focus": label, onchange: change }),
    label,
  );
}

function hops(app: App): HTMLElement {
  return h(
    "fieldset",
    {},
    h("legend", {}, "Hops to each side"),
    h(
      "div",
      { class: "chips" },
      [1, 2, 3].map((count) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-pressed": String(app.state.hops === count),
            "data-focus": `hops-${count}`,
            onclick: () => app.go({ hops: count }),
          },
          count,
        ),
      ),
    ),
  );
}

function permissionsIn({ grants }: AccessGraph): [string, string][] {
  const names = new Set(grants.flatMap(({ entry }) => effective(entry)).filter((name) => name !== "default"));
  const hasEmpty = grants.some(({ entry }) => Array.isArray(entry.permissions) && entry.permissions.length === 0);
  return [
    ["default", "default permissions"],
    ...(hasEmpty ? [["none", "cloning only"] as [string, string]] : []),
    ...[...names].sort().map((name): [string, string] => [name, shown(name)]),
  ];
}

/** Two levels are enough to choose from; deeper ones are reached by a click in the overview. */
function groupsIn({ places }: AccessGraph): [string, string][] {
  return places.all.flatMap(({ kind, path, end, first }): [string, string][] =>
    kind === "group" && path !== undefined && end > first && path.split("/").length <= 2 ? [[path, shown(path)]] : [],
  );
}
