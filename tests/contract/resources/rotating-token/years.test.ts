import { addDays } from "../../../../provider/domain/calendar";
import { RotationSetup } from "../../../support/resources/rotation-setup";
import { waysToRotate } from "../../../support/resources/ways-to-rotate";

/** tests/nightly/rotation-years.test.ts lets two years pass, with the real engine. */
const DAYS = 200;
const FIRST_DAY = "2027-12-01"; // The leap day of 2028 lies within.

describe.each(waysToRotate(3))("200 days of daily runs, $name", ({ more }) => {
  it("keep a good token on every day, with the least number of rotations and nothing left over", async () => {
    const setup = await RotationSetup.start(`${FIRST_DAY}T06:00:00Z`);
    try {
      const stack = setup.stack();
      const program = { it: setup.token(more) };
      const [values, bad]: [Set<string>, string[]] = [new Set(), []];
      for (let day = 0; day < DAYS; day += 1) {
        const today = addDays(FIRST_DAY, day);
        await setup.setNow(`${today}T06:00:00Z`);
        if (day > 0 && !(await setup.works(stack.secret("it", "token")))) bad.push(`${today} before the run`);
        await stack.up(program);
        if (!(await setup.works(stack.secret("it", "token")))) bad.push(`${today} after the run`);
        if ((await setup.live()).length > expectedLive(stack.outputs("it")))
          bad.push(`${today}: one too many is alive`);
        values.add(stack.secret("it", "token"));
      }

      expect(bad).toEqual([]);
      expect(values.size).toBe(1 + Math.floor((DAYS - 1) / (30 - 7)));
      expect(setup.leaks(stack)).toEqual([]);
      await stack.destroy();
      expect(await setup.live()).toEqual([]);
    } finally {
      await setup.stop();
    }
  });
});

function expectedLive({ previousTokenId }: Record<string, unknown>): number {
  return previousTokenId === undefined ? 1 : 2;
}
