import { overdueWithin, tokensOf } from "../../../../cli/report/tokens";
import { change } from "../../../support/cli/change";

const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
const inputs = { project: "acme/billing", rotationConfiguration, expiresAt: "2027-01-31" };
const on = (day: string) => new Date(`${day}T12:00:00Z`);
const token = (sides: Parameters<typeof change>[2]) => change("RotatingProjectToken", "sources", sides);

it("a renewed token says until when both it and its predecessor are good", () => {
  const after = { ...inputs, expiresAt: "2027-02-23", retirePreviousAt: "2027-01-29" };

  const [found] = tokensOf([token({ before: inputs, after })], on("2027-01-24"));

  expect(found).toMatchObject({
    event: "renewed",
    place: "project acme/billing",
    endsOn: "2027-02-23",
    dueOn: "2027-02-16",
    overlapsUntil: "2027-01-29",
  });
});

it("a token that is no longer good is renewed although its date stays", () => {
  const dead = token({ before: inputs, after: inputs, outputs: { active: false } });

  expect(tokensOf([dead], on("2027-01-10"))[0]?.event).toBe("renewed");
});

it.each([
  ["2027-01-23", 30, false],
  ["2027-01-24", 30, false],
  ["2027-01-25", 30, true],
  ["2027-01-25", 5, false],
  ["2027-01-25", 6, true],
  ["2027-03-01", 0, true],
])("due on 2027-01-24, its end on 01-31: overdue on %s within %d days: %s", (day, days, expected) => {
  const kept = token({ before: inputs, after: inputs, operation: "same" });

  expect(overdueWithin(tokensOf([kept], on(day)), days, on(day))).toHaveLength(expected ? 1 : 0);
});

it("a previous token that should be gone is overdue whatever is left", () => {
  const before = { ...inputs, retirePreviousAt: "2027-01-05" };
  const kept = token({ before, after: inputs, outputs: { previousTokenId: "7" } });
  const retired = token({ before, after: inputs });
  const late = (changes: Parameters<typeof tokensOf>[0], day: string) =>
    overdueWithin(tokensOf(changes, on(day)), 0, on(day)).length;

  expect([late([kept], "2027-01-05"), late([kept], "2027-01-06"), late([retired], "2027-01-06")]).toEqual([0, 1, 0]);
});

it("a runner's token counts only where it is to be reset", () => {
  const outputs = { tokenExpiresAt: "2027-01-31T08:00:00Z" };
  const runner = (more: object) => {
    const settings = { project: "acme/billing", ...more };
    return change("UserRunner", "small", { before: settings, after: settings, outputs });
  };

  expect(tokensOf([runner({})], on("2027-01-25"))).toEqual([]);
  expect(tokensOf([runner({ rotateBeforeDays: 7 })], on("2027-01-25"))).toMatchObject([
    { event: "renewed", kind: "runner token", dueOn: "2027-01-24", overdue: { since: "2027-01-24" } },
  ]);
});
