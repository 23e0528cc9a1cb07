import { describeEnding } from "../../../../../tools/pulumi/host/run-program";

describe("the end of a program", () => {
  it.each([
    ["success", { code: 0, signal: null }, { bail: false, error: "" }],
    ["an error that the user has seen", { code: 32, signal: null }, { bail: true, error: "" }],
    ["an error", { code: 3, signal: null }, { bail: false, error: "The program ended with exit code 3." }],
    [
      "a signal",
      { code: null, signal: "SIGTERM" as const },
      { bail: false, error: "The program was stopped by SIGTERM." },
    ],
  ])("is reported: %s", (_name, ending, response) => {
    expect(describeEnding(ending).toObject()).toEqual(response);
  });

  it("for lack of memory names the remedy", () => {
    expect(describeEnding({ code: null, signal: "SIGABRT" }).getError()).toContain("--max-old-space-size");
  });
});
