import fc from "fast-check";
import type { EstateProject } from "../../../../cli/map/graph/estate";
import { AccessGraph } from "../../../../cli/map/graph/graph";
import { has, roleFor, type Way } from "../../../../cli/map/graph/ways";
import { marksOf } from "../../../../cli/map/words";
import { type Accessed, decide, originAt } from "../../../../provider/domain/access/decision";
import { PUSH, ROUTES, type Role, type Route } from "../../../../provider/domain/access/routes";
import type { Permissions } from "../../../../provider/domain/permissions";
import { ALL_ON } from "../../../support/features";
import { edgeBetween } from "../../../support/map/edge-between";
import { estates } from "../../../support/map/estates";

const ROLES: readonly Role[] = ["guest", "planner", "reporter", "developer", "maintainer"];
function wayOf(route: Route): Exclude<Way, "trigger"> {
  if (route === PUSH) return "push";
  return (route.needs ?? []).some((name) => name.startsWith("admin_")) ? "write" : "read";
}

function doorOf({ path, isClosed, entries = [], visibility, takesPushes }: EstateProject): Accessed {
  return {
    project: path,
    isClosed: isClosed !== false,
    entries: entries.map(({ kind, id, path: name = `#${id}`, permissions }) => {
      const given: Permissions | undefined = permissions === "unknown" ? undefined : permissions;
      return { kind, name, permissions: given };
    }),
    visibility,
    features: ALL_ON,
    publicJobs: true,
    pushAllowed: takesPushes,
    crossProjectPushAllowed: takesPushes,
  };
}

/** The least role with which a job of one project may do anything of each way in another, asked of `domain/access` route by route. */
function leastRoles(from: string, into: EstateProject): ReadonlyMap<Way, Role> {
  const least = new Map<Way, Role>();
  for (const role of ROLES.toReversed())
    for (const route of ROUTES)
      if (decide({ origin: originAt(from), role }, doorOf(into), route).isAllowed) least.set(wayOf(route), role);
  return least;
}

/** An archived project is decided in another place. A permission without an endpoint gives a way that no route shows. */
const isDecided = ({ isArchived, isLeaving, entries = [] }: EstateProject) =>
  !isArchived && !isLeaving && entries.every(({ permissions }) => !permissions.includes("admin_repositories"));

it("a map shows every way that GitLab's decision leaves open, with its least role, and no other", () => {
  fc.assert(
    fc.property(estates, (estate) => {
      const graph = new AccessGraph(estate);
      for (const into of graph.projects.filter(({ project }) => project !== undefined && isDecided(project)))
        for (const from of graph.projects.filter(({ index }) => index !== into.index)) {
          const edge = edgeBetween(graph, from.index, into.index);
          const marks = marksOf(into);
          const decided = into.project === undefined ? new Map<Way, Role>() : leastRoles(from.path ?? "", into.project);
          for (const way of ["read", "write", "push"] as const) {
            const isShown = edge !== undefined && has(edge.grant.ways, way);
            const isEverybodys =
              (marks.includes("open") && way !== "push") || (into.project?.visibility === "public" && way === "read");
            if (!isEverybodys)
              expect([from.path, into.path, way, isShown]).toEqual([from.path, into.path, way, decided.has(way)]);
            if (isShown && !isEverybodys) expect(roleFor(way, edge.grant)).toBe(decided.get(way));
          }
        }
    }),
    { numRuns: 20 },
  );
});
