import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { type Program, Stack } from "../../../support/pulumi/stack";
import { DAY_1, RotationSetup } from "../../../support/resources/rotation-setup";

let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

const runner = () => ({
  type: "UserRunner",
  args: { runnerType: "project_type", project: setup.project.id, description: "builds" },
});

/** A further run of Pulumi, and what it warned of. Without a stack its state is empty. */
async function upIn(stack: Stack | undefined, program: Program, token = setup.simulator.token) {
  const provider = new InProcessProvider({ env: { GITLAB_BASE_URL: setup.simulator.url, GITLAB_TOKEN: token } });
  const next = stack === undefined ? new Stack(provider) : stack.in(provider);
  await next.up(program);
  return { stack: next, said: provider.log.filter(({ severity }) => severity === "warning").map(({ text }) => text) };
}

const isGood = async (stack: Stack) =>
  (await setup.world.api.status("POST", "/runners/verify", { token: stack.secret("it", "token") })) === 200;
const idsIn = (...stacks: readonly Stack[]) => stacks.map((stack) => Number(stack.outputs("it").runnerId));
const ids = async () => (await setup.world.api.ids("/runners/all")).sort((a, b) => a - b);

it("leaves a runner of a run whose state was never written alone, and names it", async () => {
  const lost = (await upIn(undefined, { it: runner() })).stack;

  const { stack, said } = await upIn(undefined, { it: runner() });

  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^Left by an interrupted run, or another stack's: runner \d+ \("builds"/);
  expect(said[0]).toMatch(/It was not touched\..* delete it under Settings → CI\/CD → Runners there\.$/);
  expect(said[0]).toContain(`runner ${lost.outputs("it").runnerId} (`);
  expect(await ids()).toEqual(idsIn(lost, stack));
});

it("does not delete the runner of another stack that has the same names", async () => {
  const one = (await upIn(undefined, { it: runner() })).stack;

  const two = (await upIn(undefined, { it: runner() })).stack;
  await upIn(two, {});

  expect(await ids()).toEqual(idsIn(one));
});

it("deletes the runner that this very run has asked for and lost the answer of, and no other", async () => {
  const before = (await upIn(undefined, { it: runner() })).stack;
  setup.simulator.faults.add({ method: "POST", path: "/user/runners", times: 1, fault: { kind: "resetAfter" } });

  const { stack } = await upIn(undefined, { it: runner() });

  expect(await ids()).toEqual(idsIn(before, stack));
  expect(await isGood(stack)).toBe(true);
});

it("says nothing where the credential may only create", async () => {
  await upIn(undefined, { it: runner() });
  const creator = await setup.world.tokenOf("maintainer", ["create_runner"]);

  expect((await upIn(undefined, { it: runner() }, creator)).said).toEqual([]);
});

it("costs at most three requests a runner in a first run of eighty", async () => {
  const program = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`runner-${index}`, runner()]));
  setup.simulator.requests.clear();

  await upIn(undefined, program);

  expect(setup.simulator.requests.length).toBeLessThanOrEqual(3 * 80);
  expect(await ids()).toHaveLength(80);
});
