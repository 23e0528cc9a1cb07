import { summaryLines } from "../../../../tools/test/summary";

it("the summary has a row for each part, and counts the starts of the CLI", () => {
  const results = [
    { name: "unit", counts: { passed: 1200, failed: 0, skipped: 0 }, seconds: 41.4 },
    { name: "engine", counts: { passed: 90, failed: 1, skipped: 0 }, seconds: 359.6 },
  ];

  expect(summaryLines(results, 187)).toEqual([
    "part    time  passed  failed",
    "unit    0:41  1200    0",
    "engine  6:00  90      1",
    "187 starts of the Pulumi CLI (npm test has room for 200)",
  ]);
});
