import fc from "fast-check";
import { type Accessed, decide, originAt } from "../../../../../provider/domain/access/decision";
import { CLONE, PULL, PUSH, ROUTES, type Route } from "../../../../../provider/domain/access/routes";
import { isReadOnly } from "../../../../../simulator/areas/access";
import { decideGit, decideImage, decideRoute } from "../../../../../simulator/areas/job-tokens/decision";
import { findJobRoute } from "../../../../../simulator/areas/job-tokens/find-route";
import { generateEstate } from "../../../../../simulator/estate/estate";
import type { AllowlistEntry } from "../../../../../simulator/model/allowlist-entry";
import { Clock } from "../../../../../simulator/model/clock";
import type { Group } from "../../../../../simulator/model/group";
import { Instance } from "../../../../../simulator/model/instance";
import type { Project } from "../../../../../simulator/model/project";
import { Release } from "../../../../../simulator/model/release";

/** Two implementations of GitLab's decision: the package's own, and the simulated GitLab's. */
const clock = new Clock("2026-11-28T10:00:00Z");
const instance = new Instance(clock, { enforceJobTokenScope: false, edition: "free", release: new Release("19.5") });
generateEstate(instance, { projects: 40, seed: 7 });
// Few, so that jobs often ask their own project.
const projects = [...instance.namespaces.projects.values()].filter((each) => !isReadOnly(instance, each)).slice(0, 8);
const user = instance.addUser({ username: "starter", name: "Starter", email: "starter@example.com" });

const LEVELS = {
  guest: 10,
  planner: 15,
  reporter: 20,
  security_manager: 25,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;

const feature = fc.constantFrom("disabled", "enabled", "enabled", "private");
const policies = [...new Set(ROUTES.flatMap(({ needs = [] }) => needs))];
const permissions = fc.oneof(fc.constant("default" as const), fc.subarray(policies));
const worlds = fc.record({
  origin: fc.constantFrom(...projects),
  accessed: fc.constantFrom(...projects),
  role: fc.option(fc.constantFrom(...(Object.keys(LEVELS) as (keyof typeof LEVELS)[])), { nil: undefined }),
  visibility: fc.constantFrom("internal", "private", "private", "public"),
  isClosed: fc.constantFrom(true, true, true, false),
  publicJobs: fc.boolean(),
  pushAllowed: fc.boolean(),
  crossProjectPushAllowed: fc.boolean(),
  own: fc.option(permissions, { nil: undefined }),
  above: fc.array(fc.option(permissions, { nil: undefined }), { maxLength: 4 }),
  strangers: fc.array(fc.tuple(fc.constantFrom(...projects), permissions), { maxLength: 2 }),
  features: fc.record({
    ...{
      builds: feature,
      container_registry: feature,
      environments: feature,
      infrastructure: feature,
      issues: feature,
    },
    ...{ merge_requests: feature, package_registry: feature, releases: feature, repository: feature },
  }),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;
type Given = "default" | readonly string[];

function entriesOf({ origin, own, above, strangers }: World): (readonly [Group | Project, Given])[] {
  const groups = [...instance.namespaces.lineage(instance.namespaces.groupOf(origin))];
  const nearby = groups.flatMap((group, index) => (above[index] ? [[group, above[index]] as const] : []));
  const others = strangers.filter(([project]) => project !== origin);
  return [...others, ...(own ? [[origin, own] as const] : []), ...nearby];
}

/** Makes the simulated GitLab's project what the world says. */
function arrange(world: World): void {
  const { accessed: project, role, features } = world;
  project.visibility = world.visibility;
  project.inboundJobTokenScope = world.isClosed;
  project.crossProjectPush = world.crossProjectPushAllowed;
  project.settings.set("public_jobs", world.publicJobs);
  project.settings.set("ci_push_repository_for_job_token_allowed", world.pushAllowed);
  for (const [name, level] of Object.entries(features)) project.settings.set(`${name}_access_level`, level);
  project.allowedProjects.clear();
  project.allowedGroups.clear();
  for (const [target, given] of entriesOf(world))
    (target.kind === "project" ? project.allowedProjects : project.allowedGroups).set(target.id, entryOf(given));
  for (const each of projects) instance.members.remove("project", each.id, user.id);
  if (role === undefined) return;
  const times = { createdAt: clock.now(), updatedAt: clock.now(), expiresAt: null, createdById: null };
  instance.members.set({
    userId: user.id,
    source: "project",
    sourceId: project.id,
    accessLevel: LEVELS[role],
    ...times,
  });
}

function entryOf(given: Given): AllowlistEntry {
  const isDefault = given === "default";
  const permissions = { defaultPermissions: isDefault, jobTokenPolicies: isDefault ? [] : given };
  return { ...permissions, addedById: user.id, createdAt: clock.now() };
}

function simulated({ origin, accessed }: World, route: Route): boolean {
  const caller = { origin, user };
  if (route === PULL) return decideImage(instance, caller, accessed, "pull").allowed;
  if (route === CLONE) return decideGit(instance, caller, accessed, "git-upload-pack").allowed;
  if (route === PUSH) return decideGit(instance, caller, accessed, "git-receive-pack").allowed;
  const [method = "", below = ""] = route.endpoint.replaceAll(/[:*](\w+)/g, "$1").split(" ");
  const found = findJobRoute(instance.release, method, `/projects/${accessed.id}/${below}`);
  if (found === undefined) throw new Error(`The simulated GitLab has no ${route.endpoint}`);
  return decideRoute(instance, caller, accessed, found.route).allowed;
}

function decided(world: World, route: Route): boolean {
  const { origin, accessed, role } = world;
  const entries = entriesOf(world).map(([{ kind, fullPath }, given]) => {
    return { kind, name: fullPath.toLowerCase(), permissions: given };
  });
  const door: Accessed = { ...world, project: accessed.fullPath.toLowerCase(), entries };
  return decide({ origin: originAt(origin.fullPath), role }, door, route).isAllowed;
}

it("what domain/access decides is what the simulated GitLab decides, for every route", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      arrange(world);
      const answers = (of: (world: World, route: Route) => boolean) =>
        Object.fromEntries(ROUTES.map((route) => [route.endpoint, of(world, route)]));

      expect(answers(decided)).toEqual(answers(simulated));
    }),
    { numRuns: 400 },
  );
});
