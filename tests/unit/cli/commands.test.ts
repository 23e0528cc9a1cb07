import { commandIn } from "../../../cli/arguments";

it("passes on what is Pulumi's, and keeps what is its own", () => {
  const given = [
    "report",
    "--stack",
    "prod",
    "--policy-pack",
    "a",
    "--policy-pack",
    "b",
    "--refresh",
    "--due-within=14d",
  ];

  expect(commandIn([...given, "--fail-on", "widening", "--", "--target", "urn"])).toEqual({
    command: "report",
    stack: "prod",
    cwd: ".",
    output: undefined,
    failOn: ["widening"],
    dueWithinDays: 14,
    args: ["--stack", "prod", "--policy-pack", "a", "--policy-pack", "b", "--refresh", "--target", "urn"],
  });
});

it.each([
  [["report", "--fail-on", "narrowing"], /--fail-on takes drift or widening/],
  [["report", "--due-within", "two weeks"], /a number of days like 14d/],
  [["report", "--nonsense"], /--nonsense/],
  [["rapport"], /"rapport" is no command/],
  [["comment"], /comment takes one file/],
])("%j is refused with the usage", (args, problem) => {
  expect(() => commandIn(args)).toThrow(problem);
  expect(() => commandIn(args)).toThrow(/^Usage: /m);
});
