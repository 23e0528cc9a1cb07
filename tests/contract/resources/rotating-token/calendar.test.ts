import { failureOf } from "../../../support/pulumi/failure";
import { DAY_1, DEAD, DUE, RotationSetup } from "../../../support/resources/rotation-setup";
import { until } from "../../../support/until";

let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

describe("the calendar", () => {
  it("does not rotate twice what a failed update has rotated already", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token() }];
    await stack.up(program);
    const before = stack.state.get("it");
    await setup.setNow(DUE);
    await stack.up(program);
    const after = stack.state.get("it");
    if (before === undefined || after === undefined) throw new Error("nothing was made");
    stack.state.set("it", { ...after, inputs: before.inputs }); // What Pulumi keeps of a failed update.
    await setup.setNow("2027-01-25T12:00:00Z");

    await stack.up(program);

    expect(stack.outputs("it")).toMatchObject({ tokenId: after.outputs.tokenId, expiresAt: "2027-02-23" });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual([]);
  });

  it("leaves a frozen date alone, and says so when the token is dead", async () => {
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    const frozen = { it: setup.token({ expiresAt: "2027-01-31" }) }; // What ignoreChanges makes of it.
    await setup.setNow(DUE);
    expect(await stack.up(frozen)).toEqual([]);

    await setup.setNow(DEAD);
    await stack.refresh();
    expect(await failureOf(stack.up(frozen))).toMatch(/kept at 2027-01-31, which is past.*ignoreChanges/);
  });

  it("leaves a due rotation to another pipeline while the token lives", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token() }];
    await stack.up(program);
    const holding = setup.providerWith({ GITLAB_CI_ACCESS_ROTATION: "hold", GITLAB_CI_ACCESS_NOW: DUE });
    expect(await stack.in(holding).up(program)).toEqual([]);
    await until(() => JSON.stringify(holding.log).includes("is due and left to another run"));
    await holding.setNow(DEAD);
    setup.simulator.clock.set(DEAD);
    expect(await stack.in(holding).up(program)).toEqual(["update it"]);
  });

  it("renews at once where the program shortens a token's life", async () => {
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    const shorter = { it: setup.token({ rotationConfiguration: { expirationDays: 10, rotateBeforeDays: 3 } }) };

    expect(await stack.up(shorter)).toEqual(["update it"]);

    expect(stack.outputs("it").expiresAt).toBe("2027-01-11");
    expect(await stack.up(shorter)).toEqual([]);
  });

  it.each(["rotate", "overlap"])(
    "of a run that begins on a leap day and ends on the next is the first day's: %s",
    async (strategy) => {
      const [stack, program] = [setup.stack(), { it: setup.token({ strategy }) }];
      await setup.setNow("2028-02-06T12:00:00Z");
      await stack.up(program);
      const old = stack.state.get("it");
      if (old === undefined) throw new Error("nothing was made");
      const { expiresAt: end, retirePreviousAt: _, ...news } = old.inputs;
      expect(end).toBe("2028-03-07");

      await setup.setNow("2028-02-29T23:59:59Z");
      const { inputs } = await setup.provider.check(old.inputs, news);
      await setup.setNow("2028-03-01T00:00:01Z");
      expect((await setup.provider.diff(old.id, old.outputs, inputs)).changes).toBe(true);
      const outputs = await setup.provider.update(old.id, old.outputs, inputs);
      stack.state.set("it", { ...old, inputs, outputs });

      expect(outputs).toMatchObject({ expiresAt: "2028-03-30" });
      expect([await setup.works(stack.secret("it", "token")), (await setup.live()).length]).toEqual([
        true,
        strategy === "overlap" ? 2 : 1,
      ]);
      expect(await stack.up(program)).toEqual([]);
      await setup.setNow("2028-03-06T23:59:59Z");
      expect(await stack.up(program)).toEqual([]);
      await setup.setNow("2028-03-07T00:00:00Z");
      await stack.up(program);
      expect((await setup.live()).map(({ id }) => String(id))).toEqual([stack.outputs("it").tokenId]);
    },
  );
});
