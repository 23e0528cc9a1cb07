import type { AllowlistEntry, InventoryRecord, ProjectRecord, Use } from "../../../cli/inventory/record";
import { endRecord, entryOf, headerRecord, projectRecord } from "../inventory/records";

const TEAMS = [
  "payments",
  "platform",
  "shop",
  "data",
  "identity",
  "mobile",
  "search",
  "logistics",
  "finance",
  "risk",
  "growth",
  "support",
];
const AREAS = ["core", "tools", "services"];
const NAMES = [
  "api",
  "web",
  "worker",
  "deploy",
  "library",
  "charts",
  "images",
  "docs",
  "ledger",
  "gateway",
  "jobs",
  "schema",
  "vault",
  "etl",
];
const PERMISSIONS = [
  ["read_packages"],
  ["read_packages", "read_releases"],
  ["read_jobs"],
  [],
  ["admin_packages"],
  ["admin_releases", "read_repositories"],
];

/** Numbers that look random and are the same in every run (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Place {
  readonly id: number;
  readonly path: string;
}

/** The records of a large estate below one top-level group: most entries stay within a team, some name whole groups, some are old. */
export function largeEstate({
  projects,
  entries,
  seed = 7,
}: {
  projects: number;
  entries: number;
  seed?: number;
}): InventoryRecord[] {
  const random = numbersOf(seed);
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const places: Place[] = Array.from({ length: projects }, (_, index) => ({ id: index + 1, path: pathOf(index) }));
  const groups = groupsOf(places);
  const teamOf = ({ path }: Place) => path.split("/")[1] ?? "";
  const byTeam = new Map(TEAMS.map((team) => [team, places.filter((place) => teamOf(place) === team)]));

  function entryFor(owner: Place): ["groups" | "projects", AllowlistEntry] {
    const facts = { permissions: random() < 0.6 ? ("default" as const) : oneOf(PERMISSIONS) };
    if (random() < 0.004) return ["projects", entryOf({ id: 900_000 + owner.id, ...facts })];
    if (random() < 0.08)
      return ["groups", entryOf({ ...oneOf(random() < 0.7 ? within(groups, owner) : groups), ...facts })];
    const near = random() < 0.85 ? (byTeam.get(teamOf(owner)) ?? places) : places;
    return ["projects", entryOf({ ...oneOf(near), ...facts })];
  }

  function record(owner: Place): ProjectRecord {
    const wanted = Array.from({ length: Math.round((entries / projects) * 2 * random()) }, () => entryFor(owner));
    const listOf = (kind: "groups" | "projects") => [
      ...new Map(
        wanted.flatMap(([of, entry]) => (of === kind && entry.id !== owner.id ? [[entry.id, entry]] : [])),
      ).values(),
    ];
    const listed = listOf("projects");
    return projectRecord({
      ...owner,
      visibility: random() < 0.9 ? "private" : oneOf(["internal", "public"] as const),
      archived: random() < 0.03,
      enabled: random() > 0.06,
      pushRepositoryForJobTokenAllowed: random() < 0.05,
      crossProjectPushForJobTokenAllowed: random() < 0.6,
      projects: listed,
      groups: listOf("groups"),
      uses: listed.flatMap(({ id, path }): Use[] =>
        path !== undefined && random() < 0.6
          ? [{ project: { id, path }, lastAuthorizedAt: "2026-10-02T08:00:00.000Z" }]
          : [],
      ),
    });
  }

  return [headerRecord(), ...places.map(record), endRecord({ projects })];
}

function pathOf(index: number): string {
  const team = TEAMS[index % TEAMS.length];
  const area = AREAS[Math.floor(index / TEAMS.length) % AREAS.length];
  const name = NAMES[Math.floor(index / (TEAMS.length * AREAS.length)) % NAMES.length];
  return `acme/${team}/${area}/${name}-${index}`;
}

function groupsOf(places: readonly Place[]): Place[] {
  const paths = places.flatMap(({ path }) => {
    const [top, team, area] = path.split("/");
    return [`${top}`, `${top}/${team}`, `${top}/${team}/${area}`];
  });
  return [...new Set(paths)].map((path, index) => ({ id: 500_000 + index, path }));
}

function within(groups: readonly Place[], { path }: Place): Place[] {
  return groups.filter((group) => path.startsWith(`${group.path}/`) && group.path !== "acme");
}
