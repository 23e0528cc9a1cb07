import fc from "fast-check";
import type { Estate, EstateEntry, EstateProject } from "../../../cli/map/graph/estate";

/** An estate with nothing in it but what is given. */
export function estate(projects: readonly EstateProject[], given: Partial<Estate> = {}): Estate {
  return {
    gitlab: "https://gitlab.acme.example",
    version: "19.4.1",
    scope: ["acme"],
    readAs: "auditor",
    startedAt: "2026-11-27T08:00:00.000Z",
    caveats: [],
    targets: [],
    projects,
    ...given,
  };
}

export function project(id: number, path: string, given: Partial<EstateProject> = {}): EstateProject {
  return {
    id,
    path,
    visibility: "private",
    publicFeatures: [],
    isArchived: false,
    isLeaving: false,
    isClosed: true,
    takesPushes: false,
    entries: [],
    hasLog: true,
    ...given,
  };
}

export function entry(
  kind: EstateEntry["kind"],
  id: number,
  path: string | undefined,
  given: Partial<EstateEntry> = {},
): EstateEntry {
  return {
    kind,
    id,
    path,
    permissions: "default",
    addedBy: undefined,
    createdAt: undefined,
    lastUsedAt: undefined,
    ...given,
  };
}

/** Nested groups, one of them with a name that begins like another's, and one that holds nothing but a subgroup. */
const GROUPS = ["acme", "acme/pay", "acme/pay/deep", "acme/pay/deep/er", "acme/payments", "else"] as const;
const PATHS = GROUPS.flatMap((group) => [`${group}/a`, ...(group === "acme/pay/deep" ? [] : [`${group}/b`])]);
/** Each of these has an endpoint: see `provider/domain/access/routes.ts`. */
const PERMISSIONS = ["read_packages", "read_jobs", "admin_releases", "admin_packages"];

const permissions: fc.Arbitrary<EstateEntry["permissions"]> = fc.oneof(
  fc.constantFrom("default" as const, "unknown" as const),
  fc.uniqueArray(fc.constantFrom(...PERMISSIONS, "admin_repositories"), { maxLength: 2 }),
);

const listed: fc.Arbitrary<EstateEntry> = fc
  .record({
    target: fc.oneof(
      fc.nat(PATHS.length - 1).map((index) => entry("project", index + 1, PATHS[index])),
      fc.nat(GROUPS.length - 1).map((index) => entry("group", index + 1, GROUPS[index])),
      fc.constantFrom(
        entry("project", 90, undefined),
        entry("group", 91, undefined),
        entry("project", 92, "partner/x"),
      ),
    ),
    permissions,
  })
  .map(({ target, permissions: given }) => ({ ...target, permissions: given }));

const keyOf = ({ kind, id }: EstateEntry) => `${kind} ${id}`;

/** Estates of a dozen projects with everything that decides about access. */
export const estates: fc.Arbitrary<Estate> = fc
  .tuple(
    ...PATHS.map((path, index) =>
      fc
        .record({
          entries: fc.uniqueArray(listed, { maxLength: 4, selector: keyOf }),
          isClosed: fc.constantFrom(true, true, true, true, false),
          isArchived: fc.constantFrom(false, false, false, false, true),
          isLeaving: fc.constantFrom(false, false, false, false, true),
          takesPushes: fc.boolean(),
          visibility: fc.constantFrom("private" as const, "private" as const, "public" as const),
        })
        .map((given) => project(index + 1, path, given)),
    ),
  )
  .map((projects) => estate(projects, { scope: ["acme", "else"] }));
