import { hasUnknown } from "../../provider/engine/unknowns";
import type { Change, State } from "../preview/events";
import { type Place, Places } from "./places";

/** The job tokens of `caller`'s projects may open `project`. */
export interface Grant {
  readonly project: Place;
  readonly caller: Place;
}

/** Is a project closed to job tokens that are not listed? Undefined: this stack does not say. */
export interface Switch {
  readonly project: Place;
  readonly before: Position | undefined;
  readonly after: Position | undefined;
}

type Position = boolean | "not known yet";

/** Whose job tokens may open which project, before and after. */
export interface Access {
  readonly gained: readonly Grant[];
  readonly lost: readonly Grant[];
  readonly kept: readonly Grant[];
  /** No longer declared, but still in GitLab: nobody removes them. */
  readonly released: readonly Grant[];
  readonly switches: readonly Switch[];
}

interface Declared {
  readonly grants: Map<string, Grant>;
  readonly switches: Map<string, { readonly project: Place; readonly enabled: Position }>;
}

const lists = { projects: "project", groups: "group" } as const;

export function accessOf(changes: readonly Change[]): Access {
  const places = new Places(changes);
  const before = declared(changes, places, "before");
  const after = declared(changes, places, "after");
  const released = releasedBy(changes, places);
  const missing = [...before.grants].filter(([key]) => !after.grants.has(key));
  return {
    gained: [...after.grants].filter(([key]) => !before.grants.has(key)).map(([, grant]) => grant),
    lost: missing.filter(([key]) => !released.has(key)).map(([, grant]) => grant),
    released: missing.filter(([key]) => released.has(key)).map(([, grant]) => grant),
    kept: [...after.grants].filter(([key]) => before.grants.has(key)).map(([, grant]) => grant),
    switches: switchesOf(before, after),
  };
}

/** Does anybody's job token open more than before? */
export function widens({ gained, switches }: Access): boolean {
  return gained.length > 0 || switches.some(opens) || switches.some(mayOpen);
}

export function opens({ before, after }: Switch): boolean {
  return after === false && before !== false;
}

export function mayOpen({ before, after }: Switch): boolean {
  return after === "not known yet" && before !== false;
}

export function closes({ before, after }: Switch): boolean {
  return after === true && before !== true;
}

function declared(changes: readonly Change[], places: Places, when: "after" | "before"): Declared {
  const result: Declared = { grants: new Map(), switches: new Map() };
  for (const change of changes) {
    const state = change[when];
    if (state === undefined) continue;
    for (const grant of grantsOf(change, state, places)) result.grants.set(keyOf(grant, change), grant);
    const enabled = enabledBy(change, state);
    const project = places.place("project", state.inputs.project);
    if (enabled !== undefined) result.switches.set(project.key ?? change.urn, { project, enabled });
  }
  return result;
}

function grantsOf({ type }: Change, { inputs }: State, places: Places): Grant[] {
  const grant = (kind: Place["kind"], address: unknown) => ({
    project: places.place("project", inputs.project),
    caller: places.place(kind, address),
  });
  if (type.endsWith("/gitlab:ScopeAllowlistEntry")) return [grant("project", inputs.targetProject)];
  if (type.endsWith("/gitlab:GroupAllowlistEntry")) return [grant("group", inputs.targetGroup)];
  if (!type.endsWith("/gitlab:JobTokenAllowlist")) return [];
  return Object.entries(lists).flatMap(([list, kind]) => addressesIn(inputs[list]).map((item) => grant(kind, item)));
}

/** A list that is not known yet is one entry that is not known yet. */
function addressesIn(list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list;
  return hasUnknown(list) ? [list] : [];
}

function enabledBy({ type }: Change, { inputs: { enabled } }: State): Position | undefined {
  if (!type.endsWith("/gitlab:JobTokenScope") && !type.endsWith("/gitlab:JobTokenAllowlist")) return undefined;
  if (hasUnknown(enabled)) return "not known yet";
  return typeof enabled === "boolean" ? enabled : undefined;
}

/** What nobody can name yet is told apart by who declares it. */
function keyOf({ project, caller }: Grant, { urn }: Change): string {
  return `${project.key ?? urn} <- ${caller.key ?? urn}`;
}

/** Entries that stay in GitLab although no declaration speaks of them any more. */
function releasedBy(changes: readonly Change[], places: Places): Set<string> {
  const keys = new Set<string>();
  for (const change of changes) {
    const { before, after } = change;
    if (before === undefined) continue;
    for (const grant of grantsOf(change, before, places)) {
      const list = grant.caller.kind === "project" ? "projects" : "groups";
      const isUnmanaged = change.type.endsWith(":JobTokenAllowlist") && after !== undefined && !(list in after.inputs);
      if (isUnmanaged || (after === undefined && before.retainOnDelete)) keys.add(keyOf(grant, change));
    }
  }
  return keys;
}

function switchesOf(before: Declared, after: Declared): Switch[] {
  const keys = new Set([...before.switches.keys(), ...after.switches.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [before.switches.get(key), after.switches.get(key)];
    const project = is?.project ?? was?.project;
    return project === undefined ? [] : [{ project, before: was?.enabled, after: is?.enabled }];
  });
}
