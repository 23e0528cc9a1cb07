import { today } from "../../../../policies/config/clock";

describe("today", () => {
  it("is the date of GITLAB_CI_ACCESS_NOW, in UTC", () => {
    expect(today({ GITLAB_CI_ACCESS_NOW: "2027-01-31T23:30:00-02:00" })).toBe("2027-02-01");
  });

  it("is the machine's date where nothing else is said", () => {
    const before = new Date().toISOString().slice(0, 10);
    const said = today({});
    const after = new Date().toISOString().slice(0, 10);

    expect([before, after]).toContain(said);
  });

  it("refuses what is no time", () => {
    expect(() => today({ GITLAB_CI_ACCESS_NOW: "tomorrow" })).toThrow("GITLAB_CI_ACCESS_NOW is not a time in ISO 8601");
  });
});
