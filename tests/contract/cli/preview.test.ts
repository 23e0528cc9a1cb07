import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview } from "../../../cli/preview/preview";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitlab-ci-access-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A CLI that says what Pulumi's says, so that rare cases are quick. The real one is asked in the engine tests. */
async function cliThat(script: string): Promise<void> {
  const file = join(folder, "pulumi");
  await writeFile(file, `#!${process.execPath}\n${script}`);
  await chmod(file, 0o755);
}

const run = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  preview(args, folder, { PATH: folder, ...env });

const say = (event: object) => `console.log(${JSON.stringify(JSON.stringify(event))});\n`;
const failed = say({ summaryEvent: { result: "failed" } });
const error = (message: string) => say({ diagnosticEvent: { severity: "error", message } });

it("asks for events, passes the arguments on, and keeps the report's token to itself", async () => {
  await cliThat(`
    const { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: streaming, GITLAB_CI_ACCESS_REPORT_TOKEN: token = "none" } = process.env;
    const message = [...process.argv.slice(2), streaming, token].join(" ");
    console.log(JSON.stringify({ diagnosticEvent: { severity: "error", message } }));${failed}`);

  const { errors } = await run(["--stack", "prod"], { GITLAB_CI_ACCESS_REPORT_TOKEN: "of the comment" });

  expect(errors).toEqual(["preview --json --non-interactive --stack prod true none"]);
});

it("drops what Pulumi logs for debugging, where secrets are", async () => {
  const debug = { diagnosticEvent: { severity: "debug", message: "token,,,a-secret-value" } };
  await cliThat(`${say(debug)}console.log("no event");${say({ summaryEvent: { result: "succeeded" } })}`);

  expect(await run()).toEqual({
    changes: [],
    violations: [],
    errors: [],
    unreadable: [],
    notSeen: [],
    config: {},
    result: "succeeded",
  });
});

it("an error has neither the frames of a stack nor what the environment keeps secret", async () => {
  await cliThat(error("Error: no way with correct-horse\n    at main (index.ts:1:1)\n    at more") + failed);

  const { errors } = await run([], { DATABASE_PASSWORD: "correct-horse" });

  expect(errors).toEqual(["Error: no way with [redacted]"]);
});

it("without events it says what Pulumi said on stderr", async () => {
  await cliThat(`console.error("error: no stack named 'nope' found"); process.exit(255);`);

  expect(await run()).toMatchObject({ errors: ["error: no stack named 'nope' found"], result: undefined });
});

it("a CLI that knows no events is told apart from one that fails", async () => {
  await cliThat("");

  expect((await run()).errors).toEqual([expect.stringContaining("update it")]);
});

it("an exit code outweighs a good result: something failed after the last event", async () => {
  await cliThat(`${say({ summaryEvent: { result: "succeeded" } })}process.exitCode = 1;`);

  expect((await run()).result).toBe("failed");
});

it("a missing CLI is an error that says where to get it", async () => {
  await expect(run()).rejects.toThrow(/not on PATH \(https:\/\/www\.pulumi\.com\/docs\/install\/\)/);
});
