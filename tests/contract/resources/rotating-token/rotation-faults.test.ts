import type { FaultRule } from "pulumi-gitlab-ci-access/simulator";
import { addDays } from "../../../../provider/domain/calendar";
import { faults } from "../../../support/gitlab/faults";
import { StepError } from "../../../support/pulumi/provider";
import type { Program, Stack } from "../../../support/pulumi/stack";
import { combinations } from "../../../support/resources/rotation-combinations";
import { RotationStage } from "../../../support/rotation-stage";

let stage: RotationStage;
let firstDay = "2027-01-01";

beforeAll(async () => {
  stage = await RotationStage.set(`${firstDay}T12:00:00Z`, { GITLAB_CI_ACCESS_REQUEST_TIMEOUT: "1" });
  await stage.world.api.put("/application/settings", { project_runner_token_expiration_interval: 30 * 86_400 });
});

beforeEach(async () => {
  firstDay = addDays(firstDay, 100);
  await onDay(0);
});

afterEach(() => stage.simulator.faults.clear());

afterAll(() => stage.clear());

const onDay = (day: number) => stage.setNow(`${addDays(firstDay, day)}T12:00:00Z`);

/** Runs the program through one fault and, where that fails it, once more, as a user would. Answers the error's message. */
async function upThrough(stack: Stack, program: Program, rule: FaultRule): Promise<string | undefined> {
  const struck = stage.simulator.faults.add({ ...rule, times: 1 });
  const message = await messageOf(stack.up(program));
  expect(struck.hits).toBe(1);
  if (message !== undefined) await stack.up(program);
  return message;
}

describe.each(combinations(7))("a token that is $name", ({ more, lives }) => {
  it.each(faults)("is rotated once in the end: $name", async ({ fault }) => {
    const [stack, program] = [stage.stack(), { it: stage.token(more) }];
    const someones = await someoneElses(stage);
    await stack.up(program);
    const before = stack.secret("it", "token");
    await onDay(23);

    const message = await upThrough(stack, program, { method: "POST", path: /access_tokens/, fault });

    const after = stack.secret("it", "token");
    expect(after).not.toBe(before);
    expect([await stage.works(after), await stage.works(someones)]).toEqual([true, true]);
    expect(await stage.live()).toHaveLength(lives);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual([]);
    expect(stage.leaks(stack, message ?? "")).toEqual([]);
    await stack.destroy();
    expect([await stage.live(), await stage.works(someones)]).toEqual([[], true]);
  });
});

describe("the previous token of an overlap", () => {
  it.each(faults)("is retired in the end, and the current one stays: $name", async ({ fault }) => {
    const [stack, program] = [stage.stack(), { it: stage.token({ strategy: "overlap", overlapDays: 3 }) }];
    await stack.up(program);
    await onDay(23);
    await stack.up(program);
    const [current, previous] = [stack.secret("it", "token"), stack.secret("it", "previousToken")];
    await onDay(26);

    await upThrough(stack, program, { method: "DELETE", path: /access_tokens/, fault });

    expect([await stage.works(current), await stage.works(previous)]).toEqual([true, false]);
    expect(stack.secret("it", "token")).toBe(current);
    expect(stack.outputs("it")).not.toHaveProperty("previousToken");
    expect(await stack.up(program)).toEqual([]);
    await stack.destroy();
  });
});

describe("a runner", () => {
  const runner = (description: string) => {
    const args = { runnerType: "project_type", project: stage.project.id, description, rotateBeforeDays: 7 };
    return { it: { type: "UserRunner", args } };
  };
  const verify = (token: string) => stage.world.api.status("POST", "/runners/verify", { token });

  it.each(faults)("has one token that works after a reset: $name", async ({ fault }) => {
    const stack = stage.stack();
    await stack.up(runner("builds"));
    const before = stack.secret("it", "token");
    await onDay(23);

    const message = await upThrough(stack, runner("builds"), { method: "POST", path: /reset_authentication/, fault });

    expect([await verify(before), await verify(stack.secret("it", "token"))]).toEqual([403, 200]);
    expect(stage.leaks(stack, message ?? "")).toEqual([]);
    expect(await stack.up(runner("builds"))).toEqual([]);
    await stack.destroy();
  });

  it.each(faults)("is as declared after an update, its token the same: $name", async ({ fault }) => {
    const stack = stage.stack();
    await stack.up(runner("builds"));
    const before = stack.secret("it", "token");

    await upThrough(stack, runner("deploys"), { method: "PUT", path: /runners/, fault });

    expect(await stage.world.api.get(`/runners/${stack.outputs("it").runnerId}`)).toMatchObject({
      description: "deploys",
    });
    expect(stack.secret("it", "token")).toBe(before);
    expect(await verify(before)).toBe(200);
    await stack.destroy();
  });
});

describe("a variable", () => {
  const variable = (value: string, hidden: boolean) => {
    const args = { project: stage.project.id, key: "TOKEN", value, masked: true, hidden };
    return { it: { type: "ProjectVariable", args } };
  };

  it.each(faults.flatMap((each) => ["PUT", "POST"].map((method) => ({ ...each, method }))))(
    "holds the new value after an update by $method: $name",
    async ({ fault, method }) => {
      const isHidden = method === "POST"; // What is hidden from now on is made anew.
      const stack = stage.stack();
      await stack.up(variable("the-former-value", false));

      await upThrough(stack, variable("the-latter-value", isHidden), { method, path: /variables/, fault });

      const found = await stage.world.api.get(`/projects/${stage.project.id}/variables/TOKEN`);
      expect(found).toMatchObject({ value: isHidden ? null : "the-latter-value", hidden: isHidden });
      expect(await stack.refresh()).toEqual([]);
      await stack.destroy();
    },
  );
});

async function someoneElses({ world, project, simulator }: RotationStage): Promise<string> {
  const expires = addDays(simulator.clock.today(), 90);
  const order = { name: "nightly", scopes: ["read_api"], access_level: 20, expires_at: expires };
  return (await world.api.post<{ token: string }>(`/projects/${project.id}/access_tokens`, order)).token;
}

async function messageOf(run: Promise<unknown>): Promise<string | undefined> {
  try {
    await run;
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
}
