import { addDays } from "../../../../provider/domain/calendar";
import { faults } from "../../../support/gitlab/faults";
import { RotationSetup } from "../../../support/resources/rotation-setup";

let setup: RotationSetup;
let firstDay = "2027-01-01";

beforeAll(async () => {
  setup = await RotationSetup.start(`${firstDay}T12:00:00Z`);
  await setup.world.api.put("/application/settings", { project_runner_token_expiration_interval: 30 * 86_400 });
});

beforeEach(async () => {
  firstDay = addDays(firstDay, 100);
  await onDay(0);
});

afterEach(() => setup.simulator.faults.clear());

afterAll(() => setup.stop());

const onDay = (day: number) => setup.setNow(`${addDays(firstDay, day)}T12:00:00Z`);

describe("a runner", () => {
  const runner = (description: string) => {
    const args = { runnerType: "project_type", project: setup.project.id, description, rotateBeforeDays: 7 };
    return { it: { type: "UserRunner", args } };
  };
  const verify = (token: string) => setup.world.api.status("POST", "/runners/verify", { token });

  it.each(faults)("has one token that works after a reset: $name", async ({ fault }) => {
    const stack = await setup.stackThrough(fault);
    await stack.up(runner("builds"));
    const before = stack.secret("it", "token");
    await onDay(23);

    const message = await setup.upThrough(stack, runner("builds"), {
      method: "POST",
      path: /reset_authentication/,
      fault,
    });

    expect([await verify(before), await verify(stack.secret("it", "token"))]).toEqual([403, 200]);
    expect(setup.leaks(stack, message ?? "")).toEqual([]);
    expect(await stack.up(runner("builds"))).toEqual([]);
    await stack.destroy();
  });

  it.each(faults)("is as declared after an update, its token the same: $name", async ({ fault }) => {
    const stack = await setup.stackThrough(fault);
    await stack.up(runner("builds"));
    const before = stack.secret("it", "token");

    await setup.upThrough(stack, runner("deploys"), { method: "PUT", path: /runners/, fault });

    expect(await setup.world.api.get(`/runners/${stack.outputs("it").runnerId}`)).toMatchObject({
      description: "deploys",
    });
    expect(stack.secret("it", "token")).toBe(before);
    expect(await verify(before)).toBe(200);
    await stack.destroy();
  });
});
