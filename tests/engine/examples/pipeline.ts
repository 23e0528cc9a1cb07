import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExampleGitLab } from "../../support/gitlab/example-gitlab";
import type { Installations } from "../../support/installations";
import { Pipeline } from "../../support/pipeline";
import { fails, succeeds } from "../../support/scenario";

const example = resolve(__dirname, "../../../examples/ci-pipeline");
const passphrases = { access: "kept where every branch may read it", tokens: "kept for protected branches" };

interface Note {
  readonly body: string;
  readonly author: { readonly id: number };
}

interface World {
  readonly gitlab: ExampleGitLab;
  readonly pipeline: Pipeline;
  readonly bot: { readonly user_id: number; readonly token: string };
}

let world: World;
/** What has to go at the end, also when the beginning has failed. */
const endings: (() => Promise<void>)[] = [];

/** The pipelines of examples/ci-pipeline, one after the other on one GitLab. */
export function playPipeline(installations: () => Installations): void {
  beforeAll(async () => {
    world = await aDeployedPipeline(installations());
  });
  afterAll(async () => {
    for (const end of endings) await end();
  });

  it("the default branch is deployed: who may come in, and a token in the pipeline that needs it", async () => {
    const { gitlab } = world;

    expect(await gitlab.callersOf("acme/checkout")).toEqual(["acme/deploy"]);
    expect(await gitlab.callersOf("acme/shop")).toEqual(["acme/deploy", "acme/docs"]);
    expect(await gitlab.takes(await tokenInVariable())).toBe(true);
  });

  it("a branch that locks everybody out fails in preview, with a report that says why, and changes nothing", async () => {
    await changeCallers({ "acme/checkout": [], "acme/shop": ["acme/deploy", "acme/docs"] });
    await world.pipeline.commit("lock-out");

    const { output } = await world.pipeline.run("merge_request_event", mergeRequest());

    const [note, ...others] = await notes();
    expect(others).toEqual([]);
    expect(output).toMatch(/FAIL +preview access/);
    expect(note?.author.id).toBe(world.bot.user_id);
    expect(note?.body).toContain("**Refused by policy**: 1 mandatory violation.");
    expect(note?.body).toContain("`require-non-empty-allowlist` (high) on `acme/checkout`");
    expect(note?.body).toContain("- **Loses**: job tokens of `acme/deploy` may no longer open `acme/checkout`");
    expect(await world.gitlab.callersOf("acme/checkout")).toEqual(["acme/deploy"]);
  });

  it("the corrected branch passes with a warning, its program finds no credential, and its report is the README's", async () => {
    await changeCallers({ "acme/checkout": ["acme/deploy", "acme/docs"], "acme/shop": ["acme/deploy"] });
    await addToProgram(
      'if (/GITLAB_TOKEN|REPORT_TOKEN/.test(Object.keys(process.env).join())) throw new Error("a credential");',
    );
    await world.pipeline.commit("lock-out");

    const output = await succeeds(world.pipeline.run("merge_request_event", mergeRequest()));

    const [note, ...others] = await notes();
    expect(others).toEqual([]);
    expect(output).toMatch(/WARN +preview access/);
    expect(withoutOrigin(note?.body ?? "")).toBe(await sampleInReadme());
    expect(leaksIn(note?.body ?? "")).toEqual([]);
  });

  it("the scheduled pipeline renews the token that is due, hands it on, and reports what somebody changed by hand", async () => {
    const { gitlab, pipeline } = world;
    const { clock } = gitlab.simulator;
    await pipeline.checkOut("main");
    const before = await tokenInVariable();
    clock.advance({ days: 24 });
    const list = `/projects/${gitlab.idOf("acme/shop")}/job_token_scope/allowlist`;
    await gitlab.api.delete(`${list}/${gitlab.idOf("acme/docs")}`);

    const output = await fails(pipeline.run("schedule", { GITLAB_CI_ACCESS_NOW: clock.now().toISOString() }));

    const after = await tokenInVariable();
    expect([await gitlab.takes(before), await gitlab.takes(after)]).toEqual([false, true]);
    expect(output).toMatch(/PASS +rotate/);
    expect(output).toMatch(/PASS +drift of tokens/);
    expect(output).toMatch(/FAIL +drift of access/);
    expect(output).toContain("**Loses**: job tokens of `acme/docs` may no longer open `acme/shop`");
    expect(leaksIn(output)).toEqual([]);
  });
}

async function aDeployedPipeline(installations: Installations): Promise<World> {
  const names = ["checkout", "deploy", "docs", "shop", "pipeline"].map((name) => `acme/${name}`);
  const gitlab = await ExampleGitLab.with(names, { now: new Date() });
  const { api, simulator } = gitlab;
  endings.push(() => simulator.close());
  const project = `/projects/${gitlab.idOf("acme/pipeline")}`;
  const expiring = { expires_at: inDays(200) };
  const bot = await api.post<World["bot"]>(`${project}/access_tokens`, {
    name: "reports",
    scopes: ["api"],
    access_level: 20,
    ...expiring,
  });
  const { id } = await api.get<{ id: number }>("/user");
  const reader = await api.post<{ token: string }>(`/users/${id}/personal_access_tokens`, {
    name: "watch",
    scopes: ["read_api"],
    ...expiring,
  });
  const branches = { source_branch: "lock-out", target_branch: "main" };
  await api.post(`${project}/merge_requests`, { title: "Lock out", ...branches });
  const pipeline = await Pipeline.of(example, installations, (dir) => ({
    CI_API_V4_URL: `${simulator.url}/api/v4`,
    CI_PROJECT_ID: String(gitlab.idOf("acme/pipeline")),
    PULUMI_BACKEND_URL: { "*": `file://${dir}/access`, "tokens/*": `file://${dir}/tokens` },
    PULUMI_CONFIG_PASSPHRASE: { "*": passphrases.access, "tokens/*": passphrases.tokens },
    GITLAB_TOKEN: { "*/prod": simulator.token, "*/watch": reader.token },
    GITLAB_CI_ACCESS_REPORT_TOKEN: { report: bot.token },
  }));
  endings.push(() => pipeline.remove());
  for (const program of ["access", "tokens"] as const)
    await pipeline.initStack(program, {
      PULUMI_BACKEND_URL: `file://${pipeline.dir}/${program}`,
      PULUMI_CONFIG_PASSPHRASE: passphrases[program],
    });
  await pipeline.commit("main");
  await succeeds(pipeline.run("push"));
  return { gitlab, pipeline, bot };
}

function mergeRequest() {
  const id = String(world.gitlab.idOf("acme/pipeline"));
  return { CI_MERGE_REQUEST_IID: "1", CI_MERGE_REQUEST_PROJECT_ID: id, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: id };
}

async function changeCallers(callers: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const file = join(world.pipeline.checkout, "access/callers.ts");
  await writeFile(file, `export const callers: Record<string, string[]> = ${JSON.stringify(callers)};\n`);
}

async function addToProgram(line: string): Promise<void> {
  const file = join(world.pipeline.checkout, "access/index.ts");
  await writeFile(file, `${await readFile(file, "utf8")}${line}\n`);
}

function notes(): Promise<Note[]> {
  return world.gitlab.api.get<Note[]>(`/projects/${world.gitlab.idOf("acme/pipeline")}/merge_requests/1/notes`);
}

async function tokenInVariable(): Promise<string> {
  return (await world.gitlab.variable<{ value: string }>("acme/deploy", "CHECKOUT_SOURCES_TOKEN")).value;
}

function leaksIn(text: string): string[] {
  return world.gitlab.simulator.issuedSecrets().filter((secret) => text.includes(secret));
}

function withoutOrigin(report: string): string {
  return report
    .replace(/^<!-- made by .*\n/m, "")
    .replace(/\n\n<sub>Preview of .*<\/sub>/, "")
    .trim();
}

async function sampleInReadme(): Promise<string> {
  const readme = await readFile(join(example, "README.md"), "utf8");
  return /^````markdown\n(.*?)\n````$/ms.exec(readme)?.[1] ?? "";
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
