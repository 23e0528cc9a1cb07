import type { Grant } from "../graph/edges";
import { type AccessGraph, isOpen } from "../graph/graph";
import { isBelow } from "../graph/places";
import { effective, has, ONWARD, WAYS, type Way } from "../graph/ways";

export const VIEWS = ["overview", "project", "ranking"] as const;
type View = (typeof VIEWS)[number];

/** Which entries are looked at. */
export interface Filters {
  /** Entries that open at least one of these. */
  readonly ways: readonly Way[];
  /** A hop goes on from a project that was entered by one of these. */
  readonly through: readonly Way[];
  readonly permission: string | undefined;
  /** Into, or from, projects at or below this group. */
  readonly group: string | undefined;
  readonly unusedOnly: boolean;
  readonly openOnly: boolean;
}

export const NO_FILTERS: Filters = {
  ways: WAYS,
  through: ONWARD,
  permission: undefined,
  group: undefined,
  unusedOnly: false,
  openOnly: false,
};

/** What is on the screen. It stands in the address, so that "back" works and a picture can be passed on with the file. */
export interface State {
  readonly view: View;
  /** The group whose parts the overview shows. */
  readonly within: string;
  /** The index of the project that is looked at. */
  readonly project: number | undefined;
  readonly hops: number;
  readonly filters: Filters;
}

/** Returns whether an entry passes the filters. */
export function passes(grant: Grant, graph: AccessGraph, filters: Filters): boolean {
  const { ways, permission, group, unusedOnly, openOnly } = filters;
  const into = graph.places.at(grant.into).project;
  if (into === undefined || !ways.some((way) => has(grant.ways, way))) return false;
  if (unusedOnly && !graph.isUnused(grant)) return false;
  if (openOnly && !isOpen(into)) return false;
  if (permission !== undefined && !givesNamed(grant, permission)) return false;
  if (group === undefined) return true;
  return isBelow(into.path, group) || (grant.entry.path !== undefined && isBelow(grant.entry.path, group));
}

function givesNamed({ entry }: Grant, name: string): boolean {
  const permissions = effective(entry);
  if (permissions === "default") return name === "default";
  return name === "none" ? permissions.length === 0 : permissions.includes(name);
}

export function addressOf({ view, within, project, hops, filters }: State): string {
  const facts = new URLSearchParams();
  if (view === "overview" && within !== "") facts.set("in", within);
  if (view === "project" && project !== undefined) facts.set("project", String(project));
  if (hops !== 2) facts.set("hops", String(hops));
  if (filters.ways.length < WAYS.length) facts.set("ways", filters.ways.join(","));
  if (String(filters.through) !== String(ONWARD)) facts.set("through", filters.through.join(","));
  if (filters.permission !== undefined) facts.set("permission", filters.permission);
  if (filters.group !== undefined) facts.set("group", filters.group);
  if (filters.unusedOnly) facts.set("unused", "1");
  if (filters.openOnly) facts.set("open", "1");
  const text = facts.toString();
  return text === "" ? `#${view}` : `#${view}?${text}`;
}

export function stateIn(address: string): State {
  const [name = "", query = ""] = address.replace(/^#/, "").split(/\?(.*)/s);
  const facts = new URLSearchParams(query);
  const named = (key: string) => facts.get(key) ?? undefined;
  const waysIn = (key: string, otherwise: readonly Way[]) => {
    const text = named(key);
    return text === undefined ? otherwise : WAYS.filter((way) => text.split(",").includes(way));
  };
  return {
    view: VIEWS.find((view) => view === name) ?? "overview",
    within: named("in") ?? "",
    project: facts.has("project") ? Number(named("project")) : undefined,
    hops: Math.min(3, Math.max(1, Number(named("hops") ?? 2) || 2)),
    filters: {
      ways: orAll(waysIn("ways", WAYS)),
      through: waysIn("through", ONWARD),
      permission: named("permission"),
      group: named("group"),
      unusedOnly: facts.has("unused"),
      openOnly: facts.has("open"),
    },
  };
}

/** Without any way there would be nothing to see. */
function orAll(ways: readonly Way[]): readonly Way[] {
  return ways.length === 0 ? WAYS : ways;
}
