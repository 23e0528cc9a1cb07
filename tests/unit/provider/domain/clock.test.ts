import { clockOf, todayIn } from "../../../../provider/domain/clock";

const real = () => new Date("2027-05-01T00:00:00Z");

it("is the real time unless it is moved", () => {
  expect(clockOf({}, real)).toEqual({ now: real(), hold: false });
  expect(clockOf({ GITLAB_CI_ACCESS_NOW: "", GITLAB_CI_ACCESS_ROTATION: "" }, real)).toEqual({
    now: real(),
    hold: false,
  });
  expect(clockOf({ GITLAB_CI_ACCESS_NOW: "2027-01-31" }, real).now).toEqual(new Date("2027-01-31T00:00:00Z"));
  expect(clockOf({ GITLAB_CI_ACCESS_NOW: "2027-01-31T23:30:00+02:00" }, real).now.toISOString()).toContain("21:30");
});

it("holds when told", () => {
  expect(clockOf({ GITLAB_CI_ACCESS_ROTATION: "hold" }, real).hold).toBe(true);
});

it.each(["tomorrow", "31.01.2027", "2027-13-01", "1800000000", "March 1 2027"])(
  "refuses %s for a date, and shows a right one",
  (now) => {
    expect(() => clockOf({ GITLAB_CI_ACCESS_NOW: now }, real)).toThrow(/is no date.*2027-01-31/);
    expect(() => todayIn({ GITLAB_CI_ACCESS_NOW: now }, real)).toThrow(/is no date.*2027-01-31/);
  },
);

it("refuses any other word for hold", () => {
  expect(() => clockOf({ GITLAB_CI_ACCESS_ROTATION: "off" }, real)).toThrow(/"off": set it to hold/);
});

describe("today", () => {
  it("is the date of GITLAB_CI_ACCESS_NOW, in UTC", () => {
    expect(todayIn({ GITLAB_CI_ACCESS_NOW: "2027-01-31T23:30:00-02:00" })).toBe("2027-02-01");
  });

  it.each([{}, { GITLAB_CI_ACCESS_NOW: "" }, { GITLAB_CI_ACCESS_NOW: " " }])(
    "is the machine's date where nothing else is said: %j",
    (env) => {
      expect(todayIn(env, real)).toBe("2027-05-01");
    },
  );
});
