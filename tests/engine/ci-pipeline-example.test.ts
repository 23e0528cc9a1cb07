import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { GitLabApi } from "../support/gitlab/gitlab-api";
import { Installations } from "../support/installations";
import { Pipeline } from "../support/pipeline";
import { fails, succeeds } from "../support/scenario";

const example = resolve(__dirname, "../../examples/ci-pipeline");
const passphrases = { access: "kept where every branch may read it", tokens: "kept for protected branches" };

interface Note {
  readonly body: string;
  readonly author: { readonly id: number };
}

interface World {
  readonly simulator: Simulator;
  readonly api: GitLabApi;
  readonly pipeline: Pipeline;
  readonly ids: Readonly<Record<string, number>>;
  readonly bot: { readonly user_id: number; readonly token: string };
}

let world: World;
/** What has to go at the end, also when the beginning has failed. */
const endings: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await aDeployedPipeline();
});
afterAll(async () => {
  for (const end of endings) await end();
});

it("the default branch is deployed: who may come in, and a token in the pipeline that needs it", async () => {
  const { ids } = world;

  expect(await callersOf("checkout")).toEqual([ids.deploy]);
  expect(await callersOf("shop")).toEqual([ids.deploy, ids.docs]);
  expect(await statusOf(await tokenInVariable())).toBe(200);
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
  expect(await callersOf("checkout")).toEqual([world.ids.deploy]);
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
  await world.pipeline.checkOut("main");
  const before = await tokenInVariable();
  world.simulator.clock.advance({ days: 24 });
  await world.api.delete(`/projects/${world.ids.shop}/job_token_scope/allowlist/${world.ids.docs}`);

  const output = await fails(
    world.pipeline.run("schedule", { GITLAB_CI_ACCESS_NOW: world.simulator.clock.now().toISOString() }),
  );

  const after = await tokenInVariable();
  expect(await statusOf(before)).toBe(401);
  expect(await statusOf(after)).toBe(200);
  expect(output).toMatch(/PASS +rotate/);
  expect(output).toMatch(/PASS +drift of tokens/);
  expect(output).toMatch(/FAIL +drift of access/);
  expect(output).toContain("**Loses**: job tokens of `acme/docs` may no longer open `acme/shop`");
  expect(leaksIn(output)).toEqual([]);
});

async function aDeployedPipeline(): Promise<World> {
  const simulator = await startSimulator({ enforceJobTokenScope: false });
  endings.push(() => simulator.close());
  const api = new GitLabApi(simulator.url, simulator.token);
  const acme = await api.post<{ id: number }>("/groups", { name: "acme", path: "acme" });
  const ids: Record<string, number> = {};
  for (const name of ["checkout", "deploy", "docs", "shop", "pipeline"])
    ids[name] = (await api.post<{ id: number }>("/projects", { name, namespace_id: acme.id })).id;
  const tokens = `/projects/${ids.pipeline}/access_tokens`;
  const bot = await api.post<World["bot"]>(tokens, {
    name: "reports",
    scopes: ["api"],
    access_level: 20,
    expires_at: inDays(200),
  });
  const { id } = await api.get<{ id: number }>("/user");
  const reader = await api.post<{ token: string }>(`/users/${id}/personal_access_tokens`, {
    name: "watch",
    scopes: ["read_api"],
    expires_at: inDays(200),
  });
  await api.post(`/projects/${ids.pipeline}/merge_requests`, {
    title: "Lock out",
    source_branch: "lock-out",
    target_branch: "main",
  });
  const installations = await Installations.open();
  endings.push(() => installations.remove());
  const pipeline = await Pipeline.of(example, installations, (dir) => ({
    CI_API_V4_URL: `${simulator.url}/api/v4`,
    CI_PROJECT_ID: String(ids.pipeline),
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
  return { simulator, api, pipeline, ids, bot };
}

function mergeRequest() {
  const id = String(world.ids.pipeline);
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

async function callersOf(project: string): Promise<number[]> {
  const ids = await world.api.ids(`/projects/${world.ids[project]}/job_token_scope/allowlist`);
  return ids.filter((id) => id !== world.ids[project]).sort((a, b) => a - b);
}

function notes(): Promise<Note[]> {
  return world.api.get<Note[]>(`/projects/${world.ids.pipeline}/merge_requests/1/notes`);
}

async function tokenInVariable(): Promise<string> {
  const path = `/projects/${world.ids.deploy}/variables/CHECKOUT_SOURCES_TOKEN`;
  return (await world.api.get<{ value: string }>(path)).value;
}

async function statusOf(token: string): Promise<number> {
  const url = `${world.simulator.url}/api/v4/personal_access_tokens/self`;
  return (await fetch(url, { headers: { "private-token": token } })).status;
}

function leaksIn(text: string): string[] {
  return world.simulator.issuedSecrets().filter((secret) => text.includes(secret));
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
