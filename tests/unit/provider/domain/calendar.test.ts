import {
  addDays,
  dayOf,
  isDead,
  isDue,
  longestOverlap,
  plan,
  type Situation,
} from "../../../../provider/domain/calendar";

const configuration = { expirationDays: 30, rotateBeforeDays: 7 };
const situation = (more: Partial<Situation> = {}): Situation => ({
  old: {},
  frozen: {},
  configuration,
  overlapDays: undefined,
  today: "2027-03-01",
  hold: false,
  ...more,
});

describe("days", () => {
  it("are UTC days, whatever the hour", () => {
    expect(dayOf(new Date("2027-01-31T23:59:59.999Z"))).toBe("2027-01-31");
    expect(dayOf(new Date("2027-02-01T00:00:00.000Z"))).toBe("2027-02-01");
    expect(dayOf(new Date("2027-02-01T00:30:00+02:00"))).toBe("2027-01-31");
  });

  it.each([
    ["2027-01-31", 1, "2027-02-01"],
    ["2027-02-28", 1, "2027-03-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2028-02-29", 365, "2029-02-28"],
    ["2027-12-31", 1, "2028-01-01"],
    ["2028-03-01", -1, "2028-02-29"],
    ["2027-03-28", 1, "2027-03-29"], // Clocks change in Europe.
  ])("%s and %d days is %s", (day, days, result) => {
    expect(addDays(day, days)).toBe(result);
  });
});

describe("a token", () => {
  it("is dead on the day that it expires at, and alive the day before", () => {
    expect(isDead("2027-03-01", "2027-02-28")).toBe(false);
    expect(isDead("2027-03-01", "2027-03-01")).toBe(true);
  });

  it("is due rotateBeforeDays before its end, and not a day earlier", () => {
    expect(isDue("2027-03-08", configuration, "2027-02-28")).toBe(false);
    expect(isDue("2027-03-08", configuration, "2027-03-01")).toBe(true);
    expect(isDue("2027-03-08", configuration, "2027-04-01")).toBe(true);
  });

  it("is due before it is dead, even with the smallest numbers", () => {
    const smallest = { expirationDays: 2, rotateBeforeDays: 1 };
    expect(isDue("2027-03-03", smallest, "2027-03-01")).toBe(false);
    expect(isDue("2027-03-03", smallest, "2027-03-02")).toBe(true);
    expect(isDead("2027-03-03", "2027-03-02")).toBe(false);
  });

  it("is due when the program has shortened its life below what it has left", () => {
    expect(isDue("2027-03-31", configuration, "2027-03-01")).toBe(false);
    expect(isDue("2027-04-01", configuration, "2027-03-01")).toBe(true);
  });
});

describe("the longest overlap", () => {
  it.each([
    [30, 7, 7],
    [30, 20, 9],
    [2, 1, 0],
    [365, 364, 0],
  ])("of %d days, rotated %d before, is %d", (expirationDays, rotateBeforeDays, days) => {
    expect(longestOverlap({ expirationDays, rotateBeforeDays })).toBe(days);
  });
});

describe("the plan", () => {
  it("begins with a full life", () => {
    expect(plan(situation())).toEqual({ expiresAt: "2027-03-31", held: false });
    expect(plan(situation({ hold: true, overlapDays: 3 }))).toEqual({ expiresAt: "2027-03-31", held: false });
  });

  it("keeps the date until the token is due, then proposes a full life from today", () => {
    expect(plan(situation({ old: { expiresAt: "2027-03-09" } })).expiresAt).toBe("2027-03-09");
    expect(plan(situation({ old: { expiresAt: "2027-03-08" } })).expiresAt).toBe("2027-03-31");
    expect(plan(situation({ old: { expiresAt: "2027-01-01" } })).expiresAt).toBe("2027-03-31");
  });

  it("proposes anew at once where the program was shortened, and keeps the date where it was lengthened", () => {
    const shortened = situation({ old: { expiresAt: "2027-05-30" } });
    expect(plan(shortened).expiresAt).toBe("2027-03-31");
    const lengthened = situation({
      old: { expiresAt: "2027-03-20" },
      configuration: { expirationDays: 90, rotateBeforeDays: 7 },
    });
    expect(plan(lengthened).expiresAt).toBe("2027-03-20");
  });

  it("holds what is due until the day it dies", () => {
    const due = (today: string) => plan(situation({ old: { expiresAt: "2027-03-08" }, hold: true, today }));
    expect(due("2027-02-28")).toEqual({ expiresAt: "2027-03-08", held: false });
    expect(due("2027-03-07")).toEqual({ expiresAt: "2027-03-08", held: true });
    expect(due("2027-03-08")).toEqual({ expiresAt: "2027-04-07", held: false });
  });

  it("never moves a date that ignoreChanges has frozen", () => {
    const frozen = situation({ old: { expiresAt: "2027-03-02" }, frozen: { expiresAt: "2027-03-02" } });
    expect(plan(frozen)).toEqual({ expiresAt: "2027-03-02", held: false });
  });

  it("says with an overlap until when the previous token stays, and takes it away on that day", () => {
    const rotated = plan(situation({ old: { expiresAt: "2027-03-08" }, overlapDays: 5 }));
    expect(rotated).toEqual({ expiresAt: "2027-03-31", retirePreviousAt: "2027-03-06", held: false });
    const later = (today: string) => plan(situation({ old: rotated, overlapDays: 5, today }));
    expect(later("2027-03-05")).toEqual({ expiresAt: "2027-03-31", retirePreviousAt: "2027-03-06", held: false });
    expect(later("2027-03-06")).toEqual({ expiresAt: "2027-03-31", held: false });
  });

  it("never promises that the previous token stays past its own end", () => {
    const late = plan(situation({ old: { expiresAt: "2027-03-03" }, overlapDays: 5 }));
    expect(late.retirePreviousAt).toBe("2027-03-03");
  });

  it("keeps the previous token's last day where a rotation is held, where the date is frozen, and after a change of strategy", () => {
    const old = { expiresAt: "2027-03-08", retirePreviousAt: "2027-03-03" };
    expect(plan(situation({ old, overlapDays: 5, hold: true })).retirePreviousAt).toBe("2027-03-03");
    expect(plan(situation({ old, frozen: { expiresAt: "2027-03-08" } })).retirePreviousAt).toBe("2027-03-03");
    expect(plan(situation({ old })).retirePreviousAt).toBe("2027-03-03");
    const frozen = { retirePreviousAt: "2027-02-03" };
    expect(plan(situation({ old, frozen, hold: true })).retirePreviousAt).toBe("2027-02-03");
  });
});

it("keeps a live token on every day of four years, whatever the numbers", () => {
  for (const [expirationDays, rotateBeforeDays] of [
    [2, 1],
    [30, 7],
    [365, 60],
    [365, 364],
  ] as const) {
    const numbers = { expirationDays, rotateBeforeDays };
    let dates: ReturnType<typeof plan> | undefined;
    let rotations = 0;
    for (let day = 0; day < 4 * 365; day += 1) {
      const today = addDays("2027-01-01", day);
      const next = plan(situation({ old: dates ?? {}, configuration: numbers, today }));
      if (dates !== undefined && next.expiresAt !== dates.expiresAt) {
        expect(isDead(dates.expiresAt, today)).toBe(false);
        rotations += 1;
      }
      dates = next;
    }
    expect(rotations).toBe(Math.floor((4 * 365 - 1) / (expirationDays - rotateBeforeDays)));
  }
});
