import fc from "fast-check";
import {
  type Accessed,
  decide,
  type Job,
  type Listed,
  nearestEntry,
  originAt,
  passageOf,
} from "../../../../../provider/domain/access/decision";
import { CLONE, PULL, PUSH, ROUTES, type Role } from "../../../../../provider/domain/access/routes";
import type { Permissions } from "../../../../../provider/domain/permissions";
import { ALL_ON } from "../../../../support/features";

const BILLING: Accessed = {
  project: "acme/billing",
  isClosed: true,
  entries: [],
  visibility: "private",
  features: ALL_ON,
  publicJobs: false,
  pushAllowed: false,
  crossProjectPushAllowed: false,
};
const ROLES = ["guest", "planner", "reporter", "security_manager", "developer", "maintainer", "owner"] as const;

const entryOf = (kind: Listed["kind"], name: string, permissions?: Permissions): Listed => ({
  kind,
  name,
  permissions,
});
const jobOf = (path = "acme/tools/deploy", role: Role | undefined = "owner"): Job => ({ origin: originAt(path), role });
const routeOf = (endpoint: string) => {
  const found = ROUTES.find((route) => route.endpoint === endpoint);
  if (found === undefined) throw new Error(`no route ${endpoint}`);
  return found;
};
const READ_PACKAGES = routeOf("GET packages");
const listing = (permissions?: Permissions) => ({
  ...BILLING,
  entries: [entryOf("project", "acme/tools/deploy", permissions)],
});
const answer = (job: Job, accessed: Accessed, route = READ_PACKAGES) => {
  const decision = decide(job, accessed, route);
  return decision.isAllowed ? "yes" : decision.lacks;
};

describe("the entry that counts", () => {
  it("is the project's own before any group's, and the closest group's before a broader one's", () => {
    const [own, near, far] = [
      entryOf("project", "acme/tools/deploy", []),
      entryOf("group", "acme/tools", ["read_jobs"]),
      entryOf("group", "acme", "default"),
    ];
    const origin = originAt("Acme/Tools/deploy");

    expect(nearestEntry([far, near, own], origin)).toBe(own);
    expect(nearestEntry([far, near], origin)).toBe(near);
    expect(nearestEntry([far], origin)).toBe(far);
    expect(nearestEntry([entryOf("group", "acme/tool"), entryOf("project", "acme")], origin)).toBeUndefined();
  });

  it("is told with what it gives, where the door is closed to others", () => {
    const closed = listing();

    expect(passageOf(closed, originAt("acme/tools/deploy"))).toMatchObject({ by: "entry", permissions: "default" });
    expect(passageOf(closed, originAt("acme/billing"))).toEqual({ by: "itself" });
    expect(passageOf(closed, originAt("acme/else"))).toBeUndefined();
    expect(passageOf({ ...closed, isClosed: false }, originAt("acme/else"))).toEqual({ by: "open door" });
  });
});

it("never looks at an entry for a project's own jobs, but at the role", () => {
  const accessed = { ...BILLING, entries: [entryOf("project", "acme/billing", []), entryOf("group", "acme", [])] };

  expect(answer(jobOf("acme/billing", "reporter"), accessed)).toBe("yes");
  expect(answer(jobOf("acme/billing", "guest"), accessed)).toBe("a role");
});

it("asks for a listing, then for the role, then for the permission", () => {
  expect(answer(jobOf("acme/else"), BILLING)).toBe("a listing");
  expect(answer(jobOf(undefined, "guest"), listing("default"))).toBe("a role");
  expect(answer({ ...jobOf(), role: undefined }, listing("default"))).toBe("a role");
  expect(answer(jobOf(), listing(["read_releases"]))).toBe("a permission");
  expect(answer(jobOf(), listing(["read_packages"]))).toBe("yes");
  expect(answer(jobOf(), listing(["admin_packages"]))).toBe("yes");
  expect(answer(jobOf(), listing("default"))).toBe("yes");
  expect(answer(jobOf(), listing())).toBe("yes");
});

it("asks for every permission that a route needs", () => {
  const makes = routeOf("POST deployments");

  expect(answer(jobOf(), listing(["admin_deployments"]), makes)).toBe("a permission");
  expect(answer(jobOf(), listing(["admin_deployments", "admin_environments"]), makes)).toBe("yes");
});

it("refuses what no permission is for, except by default permissions", () => {
  const route = { ...READ_PACKAGES, needs: [] };

  expect(answer(jobOf(), listing(["read_packages"]), route)).toBe("a permission");
  expect(answer(jobOf(), listing("default"), route)).toBe("yes");
});

it.each([CLONE, PULL])("asks for no permission for $endpoint", (route) => {
  expect(answer(jobOf(), listing([]), route)).toBe("yes");
  expect(answer(jobOf(undefined, "guest"), listing([]), route)).toBe("a role");
  expect(answer(jobOf("acme/else"), listing([]), route)).toBe("a listing");
});

it("leaves to those who are not listed what is public", () => {
  const open = { ...BILLING, visibility: "internal", publicJobs: true } as const;
  const job: Job = { origin: originAt("acme/else"), role: undefined };

  expect(answer(job, open)).toBe("yes");
  expect(answer(job, open, CLONE)).toBe("yes");
  expect(answer(job, open, routeOf("GET jobs"))).toBe("yes");
  expect(answer(job, { ...open, publicJobs: false }, routeOf("GET jobs"))).toBe("a listing");
  expect(answer(job, { ...open, features: { ...ALL_ON, package_registry: "private" } })).toBe("a listing");
  expect(answer(job, open, routeOf("DELETE packages/:package_id"))).toBe("a listing");
  expect(answer(job, open, routeOf("GET secure_files"))).toBe("a listing");
});

it("leaves to those who are not listed no code by REST, and no issues and merge requests, which any visitor reads", () => {
  const open = { ...BILLING, visibility: "public", publicJobs: true } as const;
  const kept = ROUTES.filter(
    (route) => answer({ origin: originAt("acme/else"), role: undefined }, open, route) === "yes",
  );
  const permissions = new Set(kept.flatMap(({ needs = [] }) => needs));

  expect([...permissions]).toEqual(["read_packages", "read_releases", "read_jobs", "read_environments"]);
  expect(kept).toEqual(expect.arrayContaining([CLONE, PULL]));
  for (const endpoint of ["GET issues", "GET merge_requests", "GET repository/tags", "GET releases/:tag_name"])
    expect(answer(jobOf("acme/else"), open, routeOf(endpoint))).toBe("a listing");
});

it("looks at no permission for what is public, and at nothing for what is off", () => {
  const open = { ...listing([]), visibility: "public" } as const;

  expect(answer({ ...jobOf(), role: undefined }, open)).toBe("yes");
  expect(answer(jobOf(), { ...open, features: { ...ALL_ON, package_registry: "disabled" } })).toBe("a feature");
});

it("looks at no permission where the door is open to everybody", () => {
  expect(answer(jobOf("acme/else"), { ...BILLING, isClosed: false })).toBe("yes");
});

it("shows jobs to guests where the project shows them", () => {
  const jobs = routeOf("GET pipelines");

  expect(answer(jobOf(undefined, "guest"), { ...listing("default"), publicJobs: true }, jobs)).toBe("yes");
  expect(answer(jobOf(undefined, "guest"), listing("default"), jobs)).toBe("a role");
});

describe("a push", () => {
  const both = { pushAllowed: true, crossProjectPushAllowed: true };

  it.each<[string, Partial<Accessed>, Permissions, string]>([
    ["default permissions", both, "default", "yes"],
    ["the permission", both, ["admin_repositories"], "yes"],
    ["another permission", both, ["read_repositories"], "a permission"],
    ["no cross-project switch", { pushAllowed: true }, "default", "a switch"],
    ["no push switch", { crossProjectPushAllowed: true }, "default", "a switch"],
    ["an open door", { ...both, isClosed: false }, "default", "a switch"],
    ["an open project", { ...both, visibility: "public" }, [], "a permission"],
  ])("from another project with %s", (_, settings, permissions, expected) => {
    expect(answer(jobOf(undefined, "developer"), { ...listing(permissions), ...settings }, PUSH)).toBe(expected);
    expect(answer(jobOf(undefined, "reporter"), { ...listing(permissions), ...settings }, PUSH)).toBe("a role");
  });

  it("of the project's own jobs needs the one switch", () => {
    expect(answer(jobOf("acme/billing"), { ...BILLING, pushAllowed: true }, PUSH)).toBe("yes");
    expect(answer(jobOf("acme/billing"), BILLING, PUSH)).toBe("a switch");
  });
});

const anyAccessed = fc.record({
  isClosed: fc.boolean(),
  visibility: fc.constantFrom("private", "internal", "public"),
  publicJobs: fc.boolean(),
  pushAllowed: fc.boolean(),
  crossProjectPushAllowed: fc.boolean(),
});
const anyRole = fc.option(fc.constantFrom(...ROLES), { nil: undefined });
const anyRoute = fc.constantFrom(...ROUTES);
const anyNames = fc.subarray([...new Set(ROUTES.flatMap(({ needs = [] }) => needs))]);

it("gives no less to more permissions, and never more than default permissions give", () => {
  fc.assert(
    fc.property(anyAccessed, anyRole, anyRoute, anyNames, anyNames, (settings, role, route, few, more) => {
      const may = (permissions: Permissions) =>
        decide({ ...jobOf(), role }, { ...listing(permissions), ...settings }, route).isAllowed;
      if (may(few)) expect(may([...few, ...more])).toBe(true);
      if (may([...few, ...more])) expect(may("default")).toBe(true);
    }),
  );
});

it("gives no more to those who are not listed than to those who are listed for cloning", () => {
  fc.assert(
    fc.property(anyAccessed, anyRole, anyRoute, (settings, role, route) => {
      const may = (accessed: Accessed) => decide({ ...jobOf(), role }, { ...accessed, ...settings }, route).isAllowed;
      if (settings.isClosed && may(BILLING)) expect(may(listing([]))).toBe(true);
    }),
  );
});

it("has each endpoint once, with names of permissions that GitLab has", () => {
  const endpoints = ROUTES.map(({ endpoint }) => endpoint);

  expect(new Set(endpoints).size).toBe(endpoints.length);
  for (const { needs = [] } of ROUTES) for (const name of needs) expect(name).toMatch(/^(admin|read)_[a-z_]+$/);
});
