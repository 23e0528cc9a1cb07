import { DAY_1, DUE, RotationSetup } from "../../../support/resources/rotation-setup";
import { until } from "../../../support/until";

const WARNING = "PULUMI_SKIP_CHECKPOINTS is set";
let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

const providerAt = (now: string, skip: string) =>
  setup.providerWith({ PULUMI_SKIP_CHECKPOINTS: skip, GITLAB_CI_ACCESS_NOW: now });
const warningsIn = ({ log }: { readonly log: unknown }) => JSON.stringify(log).split(WARNING).length - 1;
const runner = () => ({ type: "UserRunner", args: { runnerType: "project_type", project: setup.project.id } });

it("warns once in a process that makes tokens and runners", async () => {
  const provider = providerAt(DAY_1, "true");

  await setup
    .stack()
    .in(provider)
    .up({ it: setup.token(), other: setup.token({ name: "weekly" }), builds: runner() });

  await until(() => warningsIn(provider) > 0);
  expect(warningsIn(provider)).toBe(1);
});

it.each(["token", "runner"] as const)("warns of the first %s", async (kind) => {
  const provider = providerAt(DAY_1, "1");

  await setup
    .stack()
    .in(provider)
    .up({ it: kind === "token" ? setup.token() : runner() });

  await until(() => warningsIn(provider) === 1);
});

it.each(["rotate", "overlap"])("warns of a rotation (%s), and of no update that gives no secret", async (strategy) => {
  const [stack, program] = [setup.stack(), { it: setup.token({ strategy }) }];
  await stack.up(program);
  const [early, due] = [providerAt(DAY_1, "true"), providerAt(DUE, "TRUE")];
  expect(await stack.in(early).up(program)).toEqual([]);
  setup.simulator.clock.set(DUE);

  expect(await stack.in(due).up(program)).toEqual(["update it"]);

  await until(() => warningsIn(due) === 1);
  expect(warningsIn(early)).toBe(0);
});

it("says nothing where the state is written after each step, nor of what has no secret of GitLab's", async () => {
  const [unset, lists] = [providerAt(DAY_1, "false"), providerAt(DAY_1, "true")];
  const variable = {
    type: "ProjectVariable",
    args: { project: setup.project.id, key: "REGION", value: "north", protected: true },
  };

  await setup.stack().in(unset).up({ it: setup.token() });
  await setup.stack().in(lists).up({ it: variable });

  expect([warningsIn(unset), warningsIn(lists)]).toEqual([0, 0]);
});
