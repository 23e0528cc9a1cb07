import { optionsEnvironment, parseOptions, splitArguments } from "../../../../../tools/pulumi/host/runtime-options";

describe("runtime options", () => {
  it("default to TypeScript and npm", () => {
    const options = { typescript: true, tsconfig: undefined, nodeArguments: [], packageManager: "npm" };
    expect(parseOptions({})).toEqual(options);
    expect(parseOptions({ packagemanager: "auto" })).toEqual(options);
  });

  it("reach the SDK by its environment variables", () => {
    expect(optionsEnvironment(parseOptions({}))).toEqual({ PULUMI_NODEJS_TYPESCRIPT: "true" });
    expect(optionsEnvironment(parseOptions({ typescript: false }))).toEqual({});
    expect(optionsEnvironment(parseOptions({ typescript: false, tsconfig: "a.json" }))).toEqual({
      PULUMI_NODEJS_TSCONFIG_PATH: "a.json",
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ typescript: "no" }, "typescript must be true or false"],
    [{ tsconfig: 1 }, "tsconfig must be a path"],
    [{ nodeargs: ["--inspect"] }, "nodeargs must be one text"],
    [{ packagemanager: "rm" }, "packagemanager must be one of auto, npm, yarn, pnpm, bun"],
  ])("refuse %j", (options, reason) => {
    expect(() => parseOptions(options)).toThrow(reason);
  });

  it("split node's arguments as a shell would", () => {
    expect(splitArguments("")).toEqual([]);
    expect(splitArguments(" --a=1  --b ")).toEqual(["--a=1", "--b"]);
    expect(splitArguments(`--require "./my file.js" --title='a b'`)).toEqual([
      "--require",
      "./my file.js",
      "--title=a b",
    ]);
  });
});
