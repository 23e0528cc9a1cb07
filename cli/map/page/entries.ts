import { permissionsText } from "../../../provider/domain/permissions";
import type { Grant } from "../graph/edges";
import type { Place } from "../graph/places";
import { effective } from "../graph/ways";
import { shown } from "../shown";
import type { App } from "./app";
import { h } from "./dom";
import { markChips, placeName, wayChips } from "./parts";

/** The allowlist of a project. */
export function entriesTable(app: App, into: Place): HTMLElement {
  const { graph } = app;
  const grants = graph.grants.filter((grant) => grant.into === into.index);
  if (into.project === undefined) return h("p", { class: "hint" }, "What opens it is not in the inventory.");
  if (grants.length === 0) return h("p", { class: "hint" }, "No other project is on its allowlist.");
  return h(
    "details",
    { class: "list", open: true },
    h("summary", {}, h("h3", {}, `Its allowlist: ${grants.length === 1 ? "1 entry" : `${grants.length} entries`}`)),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Allowlist" },
      h(
        "table",
        { class: "entries" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Who", "Permissions", "Opens", "Added", "Last used"].map((text) => h("th", { scope: "col" }, text)),
          ),
        ),
        h(
          "tbody",
          {},
          grants.map((grant) => row(app, grant)),
        ),
      ),
    ),
  );
}

function row(app: App, grant: Grant): HTMLElement {
  const { entry } = grant;
  const permissions = entry.permissions === "unknown" ? "not known" : shown(permissionsText(effective(entry)));
  const by = entry.addedBy === undefined ? undefined : h("bdi", { class: "muted" }, ` by ${shown(entry.addedBy)}`);
  return h(
    "tr",
    {},
    who(app, app.graph.places.at(grant.listed)),
    h("td", {}, permissions),
    h("td", {}, wayChips(grant.ways)),
    h("td", {}, dayOf(entry.createdAt), by),
    h("td", {}, lastUse(grant, app.graph.places.at(grant.into))),
  );
}

function who(app: App, listed: Place): HTMLElement {
  const go = { type: "button", class: "link", onclick: () => app.look(listed), disabled: listed.path === undefined };
  const kind = h("span", { class: `kind kind-${listed.kind}`, title: listed.kind });
  return h("td", {}, kind, h("button", go, placeName(listed)), markChips(listed));
}

function lastUse({ entry }: Grant, { project }: Place): HTMLElement | string {
  if (entry.lastUsedAt !== undefined) return dayOf(entry.lastUsedAt);
  return h("span", { class: "muted" }, project?.hasLog === true ? "not used" : "not known");
}

function dayOf(instant: string | undefined): string {
  return instant?.slice(0, 10) ?? "";
}
