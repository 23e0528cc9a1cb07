import type { Permissions } from "../../../../provider/domain/permissions";
import { permissionsIn } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import type { Named } from "../../../support/gitlab/world";
import { failureOf } from "../../../support/pulumi/failure";
import { ListSetup } from "./list-setup";

const simulator = useSimulator();
let setup: ListSetup;

beforeEach(async () => {
  setup = await ListSetup.start(simulator());
});

type Gift = Permissions | undefined;

const texts = async (project: Named = setup.billing) => permissionsIn(setup.world, project);
const [own, other] = [["read_jobs"], ["read_packages"]];

describe("one entry of a list", () => {
  const listed = (permissions: Gift) => ({ projects: [{ project: setup.deploy.path, permissions }] });

  it("is added by one call that carries what it gives", async () => {
    const up = setup.up(listed(own));
    await up;

    expect(setup.changes().filter((one) => one.startsWith("POST job_token_scope"))).toEqual([]);
    expect(await texts()).toEqual({ [setup.deploy.path]: "read_jobs" });
  });

  it("keeps what it has where its permissions are dropped, and preview says so", async () => {
    await setup.up(listed(own));
    await setup.preview(listed(undefined));
    expect(setup.log).toContain(
      `The permissions of project ${setup.deploy.path} are no longer declared and so no longer managed: the entry keeps what it has.`,
    );

    await setup.up(listed(undefined));
    expect(await texts()).toEqual({ [setup.deploy.path]: "read_jobs" });
  });

  it("is changed by a later run that begins to manage it, which says from what to what", async () => {
    await setup.up({ projects: [setup.deploy.path] });

    await setup.up(listed([]));

    expect(setup.log).toContain(`project ${setup.deploy.path}: default permissions → cloning only.`);
    expect(await texts()).toEqual({ [setup.deploy.path]: "cloning only" });
  });

  it("is changed in a first run only where replaceExisting says so", async () => {
    await setup.byHand("add", "project", setup.deploy);

    expect(await failureOf(setup.up(listed(own)))).toContain(
      "Nothing was touched. Declare the permissions that they have",
    );
    expect(await texts()).toEqual({ [setup.deploy.path]: "default permissions" });
    await setup.up({ ...listed(own), replaceExisting: true });
    expect(await texts()).toEqual({ [setup.deploy.path]: "read_jobs" });
  });

  it("is refused before the first change where it is named twice with different permissions, by id and by path", async () => {
    const twice = [
      { project: setup.deploy.path, permissions: own },
      { project: setup.deploy.id, permissions: other },
    ];

    expect(await failureOf(setup.up({ projects: twice }))).toContain("Nothing was touched: keep one of them");
    expect(await texts()).toEqual({});
  });

  it("with a permission that GitLab doesn't have fails by name, with GitLab's own list, and the others go on", async () => {
    const odd = { project: setup.deploy.path, permissions: ["read_everything"] };

    const message = await failureOf(setup.up({ projects: [odd, { project: setup.reports.path, permissions: own }] }));

    expect(message).toMatch(/has no job token permission read_everything\. It has admin_badges, .*read_work_items\./);
    expect(await texts()).toEqual({ [setup.reports.path]: "read_jobs" });
  });
});

it.each(["project", "group"] as const)(
  "an entry that landed on another %s is removed at once and named, and the next run has the right one",
  async (kind) => {
    const { world, deploy, billing } = setup;
    const args = {
      projects: [
        { project: deploy.id, permissions: own },
        { project: setup.reports.path, permissions: other },
      ],
    };
    let questions = 0;
    const stop = simulator().watch(async ({ operation }) => {
      // The first reads the list, the second asks for the path.
      if (operation !== "query projects" || ++questions !== 2) return;
      await world.api.put(`/projects/${deploy.id}`, { name: "former", path: "former" });
      await (kind === "project" ? world.project("deploy") : world.subgroup("deploy"));
    });
    const message = await failureOf(setup.up(args));
    stop();

    expect(questions).toBeGreaterThan(2);
    expect(message).toContain(`where project ${deploy.id} was asked for, because ${deploy.path} leads there now`);
    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[setup.reports.id], []]);
    await setup.up(args);
    expect(await setup.holds("project")).toEqual([deploy.id, setup.reports.id]);
    expect(await texts(billing)).toMatchObject({ [`${world.group.path}/former`]: "read_jobs" });
  },
);

it("one target by its old address and its new one is one entry, and is changed", async () => {
  const { world, deploy, platform } = setup;
  await setup.byHand("add", "project", deploy);
  await world.api.put(`/projects/${deploy.id}/transfer`, { namespace: platform.id });
  const now = `${platform.path}/deploy`;
  const twice = [deploy.path, now].map((project) => ({ project, permissions: own }));

  await setup.up({ projects: twice, replaceExisting: true });

  expect(await texts()).toEqual({ [now]: "read_jobs" });
});

it("a listed target by the address that it has left is told as not changed", async () => {
  const { world, deploy, platform } = setup;
  await setup.byHand("add", "project", deploy);
  await world.api.put(`/projects/${deploy.id}/transfer`, { namespace: platform.id });

  const message = await failureOf(
    setup.up({ projects: [{ project: deploy.path, permissions: own }], replaceExisting: true }),
  );

  expect(message).toContain(`find project ${deploy.path}`);
  expect(await texts()).toEqual({ [`${platform.path}/deploy`]: "default permissions" });
});

describe("a target that the user can't see", () => {
  it("may stay as it is and be removed, but not be changed: that fails by name, and the others go on", async () => {
    const { world, deploy, reports, billing } = setup;
    const { id, token } = await world.user();
    for (const [project, level] of [
      [billing, 40],
      [reports, 10],
    ] as const)
      await world.api.post(`/projects/${project.id}/members`, { user_id: id, access_level: level });
    const both = (permissions: Gift, more: Gift) => ({
      projects: [
        { project: deploy.id, permissions },
        { project: reports.id, permissions: more },
      ],
    });
    await setup.up(both(own, own));
    setup.actAs(token);

    const message = await failureOf(setup.up(both(other, other)));
    expect(message).toContain("change project");
    expect(await texts()).toEqual({ [deploy.path]: "read_jobs", [reports.path]: "read_packages" });
    await setup.up(both(own, []));
    expect(await texts()).toEqual({ [deploy.path]: "read_jobs", [reports.path]: "cloning only" });
    await setup.up({ projects: [], groups: undefined, permissions: [] });
  });
});

it("an open project's surplus goes before it is closed, and settings for pushes come off first and on last", async () => {
  await setup.open();
  await setup.byHand("add", "project", setup.reports);

  await setup.up({
    projects: [{ project: setup.deploy.path, permissions: own }],
    enabled: true,
    replaceExisting: true,
    pushRepositoryForJobTokenAllowed: true,
  });

  const order = simulator().requests.all.map(({ method, path }) => `${method} ${path}`);
  const at = (text: RegExp) => order.findLastIndex((one) => text.test(one));
  expect(at(/^DELETE /)).toBeLessThan(at(/^PATCH /));
  expect(at(/^PATCH /)).toBeLessThan(at(/^POST \/api\/graphql/));
});
