import fc from "fast-check";
import type { Way } from "../../../cli/map/graph/ways";
import { ROUTES, type Role } from "../../../provider/domain/access/routes";
import type { Permissions } from "../../../provider/domain/permissions";
import { Api } from "../../../simulator/api";
import { isReadOnly } from "../../../simulator/areas/access";
import { decideGit, decideRoute } from "../../../simulator/areas/job-tokens/decision";
import { jobRoutes } from "../../../simulator/areas/job-tokens/routes";
import { Control } from "../../../simulator/control/control";
import { Faults } from "../../../simulator/control/faults";
import { JobTokenIssuer } from "../../../simulator/control/job-token-issuer";
import { RateLimiter } from "../../../simulator/control/rate-limits";
import { RequestLog } from "../../../simulator/control/requests";
import { Watchers } from "../../../simulator/control/watchers";
import { generateEstate } from "../../../simulator/estate/estate";
import { Clock } from "../../../simulator/model/clock";
import { Instance } from "../../../simulator/model/instance";
import { AccessLevel } from "../../../simulator/model/members";
import type { Project } from "../../../simulator/model/project";
import { Release } from "../../../simulator/model/release";
import type { User } from "../../../simulator/model/users";
import { GitlabServer } from "../../../simulator/server";

/** The roles that a map names, from the least. "none" is somebody who is no member. */
export const STARTERS = ["none", "guest", "planner", "reporter", "developer", "maintainer"] as const;
export type Starter = (typeof STARTERS)[number];

const MOST_PROJECTS = 12;
const FEATURES = [
  "builds",
  "environments",
  "infrastructure",
  "issues",
  "merge_requests",
  "package_registry",
  "releases",
  "repository",
];
const PERMISSIONS = [...new Set(ROUTES.flatMap(({ needs = [] }) => needs))];

const permissions: fc.Arbitrary<Permissions> = fc.oneof(
  fc.constant("default" as const),
  fc.subarray(PERMISSIONS, { maxLength: 3 }),
);
const rarely = fc.constantFrom(false, false, false, true);
const access = fc.record({
  visibility: fc.constantFrom("private", "private", "internal", "public"),
  isClosed: fc.constantFrom(true, true, true, false),
  ...{
    pushes: fc.boolean(),
    crossPushes: fc.boolean(),
    isArchived: rarely,
    isMarked: rarely,
    publicJobs: fc.boolean(),
  },
  features: fc.array(fc.constantFrom("disabled", "enabled", "enabled", "private"), {
    minLength: FEATURES.length,
    maxLength: FEATURES.length,
  }),
  projects: fc.array(fc.tuple(fc.nat(), permissions), { maxLength: 3 }),
  groups: fc.array(fc.tuple(fc.nat(), permissions), { maxLength: 3 }),
});

/** Estates of a few projects in nested groups and in groups of others, with everything that decides about access. */
export const worlds = fc.record({
  seed: fc.nat(1_000_000),
  size: fc.integer({ min: 4, max: MOST_PROJECTS }),
  /** Are all features on, and no group archived? What a map doesn't look at then takes nothing away. */
  isPlain: fc.boolean(),
  archivedGroup: fc.option(fc.nat()),
  access: fc.array(access, { minLength: MOST_PROJECTS, maxLength: MOST_PROJECTS }),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;
type Access = World["access"][number];

/** A simulated GitLab that holds a world, and its own decisions about job tokens. */
export class SimulatedEstate {
  readonly clock = new Clock("2026-11-28T10:00:00Z");
  readonly instance = new Instance(this.clock, {
    enforceJobTokenScope: false,
    edition: "free",
    release: new Release("19.5"),
  });
  /** Of the owner of acme. */
  readonly token: string;
  readonly #starters: ReadonlyMap<Starter, User>;

  constructor(world: World) {
    this.token = generateEstate(this.instance, { projects: world.size, seed: world.seed }).tokens.owner;
    for (const [index, project] of this.projects.entries()) this.#arrange(project, world.access[index], world.isPlain);
    const groups = [...this.instance.namespaces.groups.values()].filter(({ parentId }) => parentId !== null);
    const frozen = world.archivedGroup === null || world.isPlain ? undefined : at(groups, world.archivedGroup);
    if (frozen !== undefined) frozen.archived = true;
    this.#starters = new Map(STARTERS.map((starter) => [starter, this.#userWith(starter)]));
  }

  get projects(): Project[] {
    return [...this.instance.namespaces.projects.values()];
  }

  /** Serves it over HTTP as long as somebody uses it. */
  async served<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
    const [faults, requests] = [new Faults(), new RequestLog()];
    const api = new Api(this.instance, new RateLimiter([], this.clock), { graphql: true, log: () => {} });
    const control = new Control(faults, this.clock, requests, new JobTokenIssuer(this.instance));
    const server = new GitlabServer({ api, control, faults, requests, latency: { ms: 0 }, watchers: new Watchers() });
    this.instance.origin = `http://127.0.0.1:${await server.listen(0)}`;
    try {
      return await use(this.instance.origin);
    } finally {
      await server.close();
    }
  }

  isReadOnly(project: Project): boolean {
    return isReadOnly(this.instance, project);
  }

  /** For each way that any route opens: who has to have started the job at least. */
  leastStarters(origin: Project, into: Project): ReadonlyMap<Way, Starter> {
    const least = new Map<Way, Starter>();
    for (const [starter, user] of this.#starters)
      for (const way of this.#waysOf({ origin, user }, into)) if (!least.has(way)) least.set(way, starter);
    return least;
  }

  *#waysOf(caller: { origin: Project; user: User }, into: Project): Generator<Way> {
    const { instance } = this;
    if (decideGit(instance, caller, into, "git-upload-pack").allowed) yield "read";
    if (decideGit(instance, caller, into, "git-receive-pack").allowed) yield "push";
    for (const route of jobRoutes) {
      const isChange = route.policies?.some((policy) => policy.startsWith("admin_"));
      const way = route.policies === null ? "trigger" : isChange ? "write" : "read";
      if (decideRoute(instance, caller, into, route).allowed) yield way;
    }
  }

  #arrange(project: Project, given: Access | undefined, isPlain: boolean): void {
    if (given === undefined) return;
    project.visibility = given.visibility;
    project.inboundJobTokenScope = given.isClosed;
    project.crossProjectPush = given.crossPushes;
    project.markedForDeletionOn = given.isMarked ? "2026-11-20" : null;
    project.settings.set("archived", given.isArchived);
    project.settings.set("ci_push_repository_for_job_token_allowed", given.pushes);
    project.settings.set("public_jobs", isPlain || given.publicJobs);
    for (const [index, name] of FEATURES.entries())
      project.settings.set(`${name}_access_level`, isPlain ? "enabled" : given.features[index]);
    this.#list(project, given);
  }

  #list({ allowedProjects, allowedGroups }: Project, { projects, groups }: Access): void {
    const [places, byOthers] = [this.projects, [...this.instance.namespaces.groups.values()]];
    allowedProjects.clear();
    allowedGroups.clear();
    for (const [index, given] of projects) allowedProjects.set(at(places, index).id, this.#entryOf(given));
    for (const [index, given] of groups) allowedGroups.set(at(byOthers, index).id, this.#entryOf(given));
  }

  #entryOf(given: Permissions) {
    const isDefault = given === "default";
    return {
      ...{ defaultPermissions: isDefault, jobTokenPolicies: isDefault ? [] : [...given] },
      ...{ addedById: 1, createdAt: this.clock.now() },
    };
  }

  /** A member of every top-level group. */
  #userWith(starter: Starter): User {
    const { instance, clock } = this;
    const username = `starter-${starter}`;
    const user = instance.addUser({ username, name: username, email: `${username}@example.com` });
    if (starter === "none") return user;
    const tops = [...instance.namespaces.groups.values()].filter(({ parentId }) => parentId === null);
    for (const { id } of tops)
      instance.members.set({
        ...{ userId: user.id, source: "group", sourceId: id, accessLevel: AccessLevel[starter satisfies Role] },
        ...{ createdAt: clock.now(), updatedAt: clock.now(), expiresAt: null, createdById: null },
      });
    return user;
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const found = items[index % items.length];
  if (found === undefined) throw new RangeError("There is nothing to choose from.");
  return found;
}
