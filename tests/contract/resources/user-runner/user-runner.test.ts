import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { failureOf } from "../../../support/pulumi/failure";
import type { Properties } from "../../../support/pulumi/provider";
import { isMarked } from "../../../support/resources/rotating-token";
import { RotationSetup } from "../../../support/resources/rotation-setup";
import { until } from "../../../support/until";

const DAY_1 = "2027-01-01T12:00:00Z";
let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

interface Runner {
  readonly id: number;
  readonly description: string | null;
  readonly maximum_timeout: number | null;
  readonly tag_list: string[];
  readonly maintenance_note: string | null;
}

/** An undefined one of `more` takes an argument away. */
const runner = (more = {}) => ({
  type: "UserRunner",
  args: present({ runnerType: "project_type", project: setup.project.id, description: "builds", ...more }),
});
const present = (args: Properties): Properties =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

async function ours(): Promise<Runner[]> {
  const ids = await setup.world.api.ids("/runners/all");
  const all = await Promise.all(ids.map((id) => setup.world.api.get<Runner>(`/runners/${id}`)));
  return all.filter(({ maintenance_note }) => isMarked(maintenance_note));
}

async function isTokenGood(token: string): Promise<boolean> {
  return (await setup.world.api.status("POST", "/runners/verify", { token })) === 200;
}

describe("check", () => {
  it.each([
    { more: { project: undefined }, says: /"project_type" needs project/ },
    { more: { group: 7 }, says: /"project_type" takes no group/ },
    { more: { runnerType: "group_type" }, says: /"group_type" takes no project.*needs group/s },
    { more: { runnerType: "instance_type" }, says: /"instance_type" takes no project/ },
    { more: { runUntagged: false }, says: /could never run a job/ },
    { more: { tagList: Array.from({ length: 51 }, (_, tag) => `t${tag}`) }, says: /more than 50 tags/ },
    { more: { description: "x".repeat(1_025) }, says: /longer than 1024/ },
    { more: { maintenanceNote: "x".repeat(994) }, says: /longer than 993/ },
    { more: { maximumTimeout: 599 }, says: /at least 600 seconds/ },
    { more: { rotateBeforeDays: 0 }, says: /at least 1/ },
    { more: { rotateBeforeDays: 1e15 }, says: /at most 365/ },
  ])("refuses what $says says", async ({ more, says }) => {
    expect(await failureOf(setup.stack().preview({ it: runner(more) }))).toMatch(says);
  });
});

it("takes a runner of the whole instance", async () => {
  const stack = setup.stack();
  await stack.up({ it: { type: "UserRunner", args: { runnerType: "instance_type", tagList: ["any"] } } });

  expect(await stack.refresh()).toEqual([]);
  expect(await isTokenGood(stack.secret("it", "token"))).toBe(true);
  await stack.destroy();
  expect(await ours()).toEqual([]);
});

it("puts GitLab's default back where an input is removed, and keeps the token through updates and refreshes", async () => {
  const stack = setup.stack();
  await stack.up({ it: runner({ maximumTimeout: 900, tagList: ["a", "b"], maintenanceNote: "rack 7" }) });
  const token = stack.secret("it", "token");

  expect(
    await stack.up({ it: runner({ maximumTimeout: 900, tagList: [" b", "a", "b"], maintenanceNote: "rack 7" }) }),
  ).toEqual([]);
  expect(await stack.up({ it: runner({ description: undefined }) })).toEqual(["update it"]);

  expect(await ours()).toMatchObject([{ description: null, maximum_timeout: null, tag_list: [] }]);
  expect(await stack.refresh()).toEqual([]);
  expect(stack.secret("it", "token")).toBe(token);
  expect(await isTokenGood(token)).toBe(true);
});

it("is replaced by another type or owner only", async () => {
  const stack = setup.stack();
  await stack.up({ it: runner() });
  const group = { type: "UserRunner", args: { runnerType: "group_type", group: setup.world.group.path } };

  expect(await stack.preview({ it: group })).toEqual(["replace"]);
  await stack.up({ it: group });
  expect(await ours()).toHaveLength(1);
});

describe("a lost answer", () => {
  it("is settled by the mark: identical siblings stay", async () => {
    setup.simulator.faults.add({ method: "POST", path: "/user/runners", times: 1, fault: { kind: "resetAfter" } });
    const stack = setup.stack();

    await stack.up({ one: runner(), two: runner(), three: runner() });

    expect(await ours()).toHaveLength(3);
    for (const name of ["one", "two", "three"]) expect(await isTokenGood(stack.secret(name, "token"))).toBe(true);
  });

  it("says what to look for where the credential may only create", async () => {
    const creator = await setup.world.tokenOf("maintainer", ["create_runner"]);
    const stack = setup.stack().in(setup.providerWith({ GITLAB_TOKEN: creator }));
    await stack.up({ fine: runner() });
    setup.simulator.faults.add({ method: "POST", path: "/user/runners", times: 1, fault: { kind: "resetAfter" } });

    const message = await failureOf(stack.up({ fine: runner(), it: runner() }));

    expect(message).toMatch(/may create runners but not look.*never made contact.*"pulumi:[\da-f]{12}"/s);
  });
});

describe("the token's end", () => {
  const endsAfter = (seconds: number) =>
    setup.world.api.put("/application/settings", { project_runner_token_expiration_interval: seconds });

  it("is nobody's business without rotateBeforeDays, even when it has passed", async () => {
    await endsAfter(10 * 86_400);
    const stack = setup.stack();
    await stack.up({ it: runner() });
    expect(stack.outputs("it").tokenExpiresAt).toMatch(/^2027-01-11T/);

    await setup.setNow("2027-02-01T12:00:00Z");

    expect(await stack.up({ it: runner() })).toEqual([]);
  });

  it("brings a reset when it is near, once, also when an answer is lost, which refresh does not mistake for a change", async () => {
    await endsAfter(10 * 86_400);
    const [stack, program] = [setup.stack(), { it: runner({ rotateBeforeDays: 3 }) }];
    await stack.up(program);
    const token = stack.secret("it", "token");
    await setup.setNow("2027-01-07T12:00:00Z");
    expect(await stack.up(program)).toEqual([]);

    await setup.setNow("2027-01-08T12:00:00Z");
    setup.simulator.faults.add({
      method: "POST",
      path: /reset_authentication_token/,
      times: 1,
      fault: { kind: "resetAfter" },
    });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual(["update it"]);

    expect([await isTokenGood(token), await isTokenGood(stack.secret("it", "token"))]).toEqual([false, true]);
    expect(stack.outputs("it").tokenExpiresAt).toMatch(/^2027-01-18T/);
    expect(await stack.up(program)).toEqual([]);
    expect(setup.leaks(stack)).toEqual([]);
  });
});

it("a preview leaves the day to the update, so that a saved plan holds on another day while no reset is due", async () => {
  await setup.world.api.put("/application/settings", { project_runner_token_expiration_interval: 30 * 86_400 });
  const stack = setup.stack();
  await stack.up({ it: runner({ rotateBeforeDays: 3 }) });
  const old = stack.state.get("it");
  if (old === undefined) throw new Error("nothing was made");
  const previewed = async (day: string) => {
    await setup.setNow(`${day}T12:00:00Z`);
    const { inputs } = await setup.provider.check(old.inputs, { ...old.inputs, __attempt: UNKNOWN });
    return { inputs, ...(await setup.provider.diff(old.id, old.outputs, inputs)) };
  };

  expect(await previewed("2027-01-02")).toEqual(await previewed("2027-01-20"));
  expect((await previewed("2027-01-20")).changes).toBe(false);
  expect((await previewed("2027-01-20")).inputs.__attempt).toBe(old.inputs.__attempt);
  expect((await previewed("2027-01-28")).changes).toBe(true);
});

describe("a rotateBeforeDays that is not below the life of the token", () => {
  it("resets it after half of its life, not in every run, and says so", async () => {
    await setup.world.api.put("/application/settings", { project_runner_token_expiration_interval: 7 * 86_400 });
    const [stack, program] = [setup.stack(), { it: runner({ rotateBeforeDays: 7 }) }];
    await stack.up(program);
    await until(() => JSON.stringify(setup.provider.log).includes("it is reset after half of them"));

    const updates: string[] = [];
    for (const day of ["01", "02", "03", "04", "05", "06", "07", "08", "09"]) {
      await setup.setNow(`2027-01-${day}T12:00:00Z`);
      for (const step of await stack.up(program)) updates.push(`${day}: ${step}`);
    }

    expect(updates).toEqual(["05: update it", "09: update it"]);
    expect(await isTokenGood(stack.secret("it", "token"))).toBe(true);
  });
});

describe("errors", () => {
  it("names the three causes of 403", async () => {
    await setup.world.api.put("/application/settings", { valid_runner_registrars: ["group"] });
    const maintainer = await setup.world.tokenOf("maintainer");
    const provider = setup.providerWith({ GITLAB_TOKEN: maintainer });
    const message = await failureOf(setup.stack().in(provider).up({ it: runner() }));
    expect(message).toMatch(
      /answered 403.*role.*insufficient_scope.*create_runner.*switched off.*Admin → Settings → CI\/CD → Runners/s,
    );
  });

  it("says that 400 stands for a project that is gone", async () => {
    const message = await failureOf(setup.stack().up({ it: runner({ project: 999_999 }) }));
    expect(message).toMatch(/"Missing\/invalid" means that project 999999 does not exist/);
  });

  it("passes on why a shared runner is not deleted, and what to do", async () => {
    const owner = await setup.world.tokenOf("maintainer");
    const provider = setup.providerWith({ GITLAB_TOKEN: owner });
    const stack = setup.stack().in(provider);
    await stack.up({ it: runner() });
    const other = await setup.world.project("other");
    await setup.world.api.post(`/projects/${other.id}/runners`, { runner_id: Number(stack.outputs("it").runnerId) });

    expect(await failureOf(stack.destroy())).toMatch(
      /associated with more than one project.*take runner \d+ off the other projects/s,
    );
  });

  it("tells a registration token from a credential", async () => {
    const provider = setup.providerWith({ GITLAB_TOKEN: ["GR1348941", "abcdefghijklmnop"].join("") });
    const message = await failureOf(setup.stack().in(provider).up({ it: runner() }));
    expect(message).toMatch(/registration token.*POST \/runners.*api scope/s);
  });
});
