import { type Simulator, startSimulator } from "../../../../simulator";
import { permit, setPushSettings } from "../../../support/gitlab/permissions";
import { failureOf } from "../../../support/pulumi/failure";
import { ListSetup } from "./list-setup";

let simulator: Simulator;
let setup: ListSetup;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});
beforeEach(async () => {
  setup = await ListSetup.start(simulator);
  await setup.open();
  await setPushSettings(setup.world, setup.billing.path, [true, true]);
});
afterAll(() => simulator.close());

const [PUSHES, HIDES] = ["would let job tokens push from then on", "would then hide a declared one above"];
const isPushedBy = ({ id }: { id: number }) => simulator.jobTokenAccess(setup.billing.id, id)?.push ?? false;

describe("an open project that takes pushes is closed", () => {
  /** A list whose group has to stay, because a group in it can't be seen and so not be found. */
  const withHidden = async () => {
    const { world, billing, deploy, platform } = setup;
    const [inner, build] = [await world.subgroup("inner", platform), await world.project("build", platform)];
    await setup.up({ projects: [], groups: [platform.path] });
    const user = await world.user();
    for (const [project, level] of [
      [billing, 40],
      [deploy, 10],
    ] as const)
      await world.api.post(`/projects/${project.id}/members`, { user_id: user.id, access_level: level });
    setup.actAs(user.token);
    return { inner, build, user, args: { projects: [deploy.path], groups: [inner.path], enabled: true } };
  };

  it("only when the entry is gone that would let somebody push: it says what to do", async () => {
    const { world, billing, deploy, platform } = setup;
    const { build, args } = await withHidden();

    const message = await failureOf(setup.up(args));
    expect(message).toContain(`because the entry of group ${platform.path} ${PUSHES}`);
    expect([await setup.isClosed(), await setup.holds("group"), isPushedBy(build)]).toEqual([
      false,
      [platform.id],
      false,
    ]);

    expect(await failureOf(setup.up({ ...args, crossProjectPushForJobTokenAllowed: false }))).not.toContain(PUSHES);
    expect([await setup.isClosed(), isPushedBy(build)]).toEqual([true, false]);

    await setup.open();
    await setPushSettings(world, billing.path, [true, true]);
    await setup.byHand("remove", "group", platform);
    expect(await failureOf(setup.up(args))).not.toContain(PUSHES);
    expect([await setup.isClosed(), isPushedBy(deploy)]).toEqual([true, true]);
  });

  it("when its token sees what it could not find", async () => {
    const { inner, user, args } = await withHidden();
    await failureOf(setup.up(args));

    await setup.world.setRole(user.id, inner, 10);
    await setup.up(args);

    expect([await setup.isClosed(), await setup.holds("group")]).toEqual([true, [inner.id]]);
  });

  it("not by an entry whose permissions could not be narrowed", async () => {
    const { deploy } = setup;
    await setup.up({ projects: [deploy.path] });
    simulator.faults.add({ field: "ciJobTokenScopeUpdatePolicies", fault: { kind: "status", status: 403 } });

    const args = { projects: [{ project: deploy.path, permissions: ["read_jobs"] }], enabled: true };
    expect(await failureOf(setup.up(args))).toContain(`the entry of project ${deploy.path} ${PUSHES}`);
    expect(await setup.isClosed()).toBe(false);
    simulator.faults.clear();
    await setup.up(args);

    expect([await setup.isClosed(), isPushedBy(deploy)]).toEqual([true, false]);
  });

  it("not while what is to hide a group's entry from a project can't be found", async () => {
    const { world, platform } = setup;
    const args = {
      projects: [{ project: 999_999, permissions: ["read_jobs"] }],
      groups: [{ group: platform.path, permissions: "default" }],
      enabled: true,
    };
    await permit(world, { project: setup.billing.path, target: platform.path }, "default", "add");

    expect(await failureOf(setup.up(args))).toContain(`the entry of group ${platform.path} ${PUSHES}`);
    expect(await setup.isClosed()).toBe(false);
  });
});

describe("an open project is closed all the same", () => {
  const withKept = async (permissions: readonly string[] | "default", above = false) => {
    const { world, billing, platform, deploy } = setup;
    const build = await world.project("build", platform);
    await permit(world, { project: billing.path, target: build.path }, permissions, "add");
    const groups = [...(above ? [platform.path] : []), 999_999];
    return { build, args: { projects: [deploy.path], groups, enabled: true, replaceExisting: true } };
  };

  it.each([
    ["takes no pushes", [true, false], "default", false],
    ["keeps an entry that lets nobody push", [true, true], ["read_jobs"], false],
    ["lets that project push by its group, too", [true, true], "default", true],
  ] as const)("where it %s", async (_, settings, permissions, above) => {
    await setPushSettings(setup.world, setup.billing.path, settings);
    const { args, build } = await withKept(permissions, above);

    const message = await failureOf(setup.up(args));

    expect(message).not.toContain("was not turned on");
    expect(await setup.holds("project")).toEqual([setup.deploy.id, build.id].toSorted((a, b) => a - b));
    expect(await setup.isClosed()).toBe(true);
  });

  it("but not where an entry that stays would give less than its group's, though nobody manages permissions", async () => {
    const { args, build } = await withKept(["read_jobs"], true);

    expect(await failureOf(setup.up(args))).toContain(`the entry of project ${build.path} ${HIDES}`);
    expect(await setup.isClosed()).toBe(false);
  });

  it("but not where GitLab doesn't say what the entries would do", async () => {
    const { args } = await withKept("default");
    simulator.faults.add({
      field: "ciJobTokenScopeAllowlist",
      fault: { kind: "fieldNull", field: "ciJobTokenScopeAllowlist" },
    });

    expect(await failureOf(setup.up(args))).toContain(
      "because nobody knows what its entries would then let others do. Could not read",
    );
    expect(await setup.isClosed()).toBe(false);
  });
});

it("an old GitLab has neither permissions nor pushes by other projects, and closes", async () => {
  const old = await startSimulator({ enforceJobTokenScope: false, version: "18.2" });
  try {
    const other = await ListSetup.start(old);
    await other.open();
    await other.up({ projects: [other.deploy.path], groups: [other.platform.path] });

    await failureOf(other.up({ projects: [999_999], groups: [], enabled: true }));

    expect([await other.isClosed(), await other.holds("group")]).toEqual([true, [other.platform.id]]);
  } finally {
    await old.close();
  }
});
