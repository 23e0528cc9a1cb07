import { addDays } from "../../../../provider/domain/calendar";
import { faults } from "../../../support/gitlab/faults";
import { RotationSetup } from "../../../support/resources/rotation-setup";
import { waysToRotate } from "../../../support/resources/ways-to-rotate";

let setup: RotationSetup;
let firstDay = "2027-01-01";

beforeAll(async () => {
  setup = await RotationSetup.start(`${firstDay}T12:00:00Z`);
});

beforeEach(async () => {
  firstDay = addDays(firstDay, 100);
  await onDay(0);
});

afterEach(() => setup.simulator.faults.clear());

afterAll(() => setup.stop());

const onDay = (day: number) => setup.setNow(`${addDays(firstDay, day)}T12:00:00Z`);

describe.each(waysToRotate(7))("a token that is $name", ({ more, lives }) => {
  it.each(faults)("is rotated once in the end: $name", async ({ fault }) => {
    const [stack, program] = [await setup.stackThrough(fault), { it: setup.token(more) }];
    const someones = await someoneElses(setup);
    await stack.up(program);
    const before = stack.secret("it", "token");
    await onDay(23);

    const message = await setup.upThrough(stack, program, { method: "POST", path: /access_tokens/, fault });

    const after = stack.secret("it", "token");
    expect(after).not.toBe(before);
    expect([await setup.works(after), await setup.works(someones)]).toEqual([true, true]);
    expect(await setup.live()).toHaveLength(lives);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual([]);
    expect(setup.leaks(stack, message ?? "")).toEqual([]);
    await stack.destroy();
    expect([await setup.live(), await setup.works(someones)]).toEqual([[], true]);
  });
});

describe("the previous token of an overlap", () => {
  it.each(faults)("is retired in the end, and the current one stays: $name", async ({ fault }) => {
    const [stack, program] = [
      await setup.stackThrough(fault),
      { it: setup.token({ strategy: "overlap", overlapDays: 3 }) },
    ];
    await stack.up(program);
    await onDay(23);
    await stack.up(program);
    const [current, previous] = [stack.secret("it", "token"), stack.secret("it", "previousToken")];
    await onDay(26);

    await setup.upThrough(stack, program, { method: "DELETE", path: /access_tokens/, fault });

    expect([await setup.works(current), await setup.works(previous)]).toEqual([true, false]);
    expect(stack.secret("it", "token")).toBe(current);
    expect(stack.outputs("it")).not.toHaveProperty("previousToken");
    expect(await stack.up(program)).toEqual([]);
    await stack.destroy();
  });
});

async function someoneElses({ world, project, simulator }: RotationSetup): Promise<string> {
  const expires = addDays(simulator.clock.today(), 90);
  const order = { name: "nightly", scopes: ["read_api"], access_level: 20, expires_at: expires };
  return (await world.api.post<{ token: string }>(`/projects/${project.id}/access_tokens`, order)).token;
}
