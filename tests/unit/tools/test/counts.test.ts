import { closingLine, countCheck, countJest, sum } from "../../../../tools/test/counts";

describe("the counts of a test run", () => {
  const result = {
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };

  it("are jest's own", () => {
    const mixed = { ...result, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
    expect(countJest(mixed, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it("take a file that could not be loaded as failed", () => {
    expect(countJest({ ...result, numRuntimeErrorTestSuites: 1 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it("take a run without a result as failed", () => {
    expect(countJest(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("take a run that failed without a failed test as failed", () => {
    expect(countJest(result, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it("take each static check as one", () => {
    expect(sum([countCheck(0), countCheck(2), countCheck(0)])).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it("end in one line, which names skipped tests only if there are some", () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(closingLine({ passed: 12, failed: 1, skipped: 3 })).toBe("12 passed, 1 failed, 3 skipped");
  });
});
