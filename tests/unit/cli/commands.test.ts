import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { wantedIn } from "../../../cli/commands/report";
import { main } from "../../../cli/main";

let said: string[] = [];
let folder: string;

beforeEach(() => {
  said = [];
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-commands-"));
  for (const stream of ["error", "log"] as const)
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => void said.push(texts.join(" ")));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the command line prints and how it ends. */
async function ends(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const code = await main(argv, env);
  return { code, text: said.join("\n") };
}

it("report passes on what is Pulumi's, and keeps what is its own", () => {
  const given = ["--stack", "prod", "--policy-pack", "a", "--policy-pack", "b", "--refresh", "--due-within=14d"];

  expect(wantedIn([...given, "--fail-on", "widening", "--", "--target", "urn"])).toEqual({
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
  [["report", "--nonsense"], /report has no option --nonsense\. Its options are --stack, --cwd, /],
  [["report", "--stack"], /--stack/],
  [["report", "comment"], /report takes no arguments/],
  [["rapport"], /"rapport" is no command/],
  [[], /No command was given/],
  [["comment"], /comment takes one file/],
  [["comment", "a.md", "b.md"], /comment takes one file/],
  [["comment", "report.md", "--fail-on", "widening"], /comment has no option --fail-on/],
  [["comment", "report.md", "--refresh"], /comment has no option --refresh\. comment has no options but --help/],
])("%j is refused with the usage and ends with 3", async (argv, problem) => {
  const { code, text } = await ends(argv);

  expect(code).toBe(3);
  expect(text).toMatch(problem);
  expect(text).toMatch(/^Usage: /m);
});

it.each(["report", "comment"])("%s --help shows its own usage, and --help lists it", async (name) => {
  expect(await ends([name, "--help"])).toMatchObject({
    code: 0,
    text: expect.stringContaining(`Usage: gitlab-ci-access ${name} `),
  });
  said = [];
  expect(await ends(["--help"])).toMatchObject({
    code: 0,
    text: expect.stringMatching(new RegExp(`^  ${name} +\\w`, "m")),
  });
});

it("an option behind -- is Pulumi's, also --help", async () => {
  const { text } = await ends(["report", "--cwd", join(folder, "nowhere"), "--", "--help"]);

  expect(text).not.toContain("Usage");
});

it("--version says which package this is", async () => {
  const { version } = JSON.parse(readFileSync(resolve(__dirname, "../../../package.json"), "utf8"));

  expect(await ends(["--version"])).toEqual({ code: 0, text: version });
});

it("an unexpected error ends with 3, not with a finding's exit code", async () => {
  const environment = new Proxy(
    {},
    {
      get: () => {
        throw new RangeError("a fault of ours");
      },
    },
  );

  const { code, text } = await ends(["report"], environment);

  expect(code).toBe(3);
  expect(text).toContain("a fault of ours");
});

describe("report --output", () => {
  const failing = () => ["report", "--cwd", join(folder, "nowhere"), "--output", join(folder, "report.md")];

  it("removes what is there before the preview begins, whatever ends the run", async () => {
    writeFileSync(join(folder, "report.md"), "a report that a branch has committed");

    expect((await ends(failing())).code).toBe(3);

    expect(() => readFileSync(join(folder, "report.md"))).toThrow(/ENOENT/);
  });

  it("removes a link and not what it leads to", async () => {
    writeFileSync(join(folder, "other"), "kept");
    symlinkSync(join(folder, "other"), join(folder, "report.md"));

    await ends(failing());

    expect(readFileSync(join(folder, "other"), "utf8")).toBe("kept");
    expect(() => readFileSync(join(folder, "report.md"))).toThrow(/ENOENT/);
  });

  it("that is a folder ends with 3 before the preview", async () => {
    await mkdir(join(folder, "report.md"));

    expect(await ends(failing())).toMatchObject({ code: 3, text: expect.stringContaining("can't be removed") });
  });
});

it("comment without a token ends with 3 and says which variable is missing", async () => {
  const { code, text } = await ends(["comment", "report.md"], { CI_MERGE_REQUEST_IID: "1" });

  expect([code, text]).toEqual([3, expect.stringContaining("GITLAB_CI_ACCESS_REPORT_TOKEN is not set")]);
});
