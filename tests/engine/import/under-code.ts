import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { z } from "zod";
import { PulumiProject } from "../../support/pulumi-project";
import { isAtRest, succeeds, summaryOf } from "../../support/scenario";

const PACK = [
  ...["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"],
  ...["--policy-pack-config", "policies.json"],
];

let simulator: Simulator;
let folder: string;

interface Story {
  readonly projects: number;
  /** The group that comes under code before the rest of the company. */
  readonly first: string;
}

/** Plays the way of an estate of so many projects from what GitLab holds to a program and its first changed line. */
export function playImport({ projects, first }: Story): void {
  beforeEach(async () => {
    simulator = await startSimulator({ enforceJobTokenScope: false, edition: "premium" });
    folder = await mkdtemp(join(tmpdir(), "gitlab-ci-access-import-"));
  });
  afterEach(async () => {
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  it("an estate comes under code without one write to GitLab, and one changed line does what it says", () =>
    comesUnderCode({ projects, first }));
}

/** One group becomes a program, somebody writes into it, and an update adds the rest of the company. */
async function imported(group: string, token: string): Promise<string> {
  const out = join(folder, "access-code");
  const env = { ...process.env, GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: token };
  const command = join(__dirname, "../../../dist/cli/main.js");
  const run = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [command, "import", "--out", out, ...args], { cwd: folder, env });
  await run("--group", group);
  const file = join(out, `access/${group.split("/").slice(0, 2).join("/")}.yaml`);
  const mine = `${await readFile(file, "utf8")}# ours\n`;
  await writeFile(file, mine);
  const { stdout } = await run("--group", "acme", "--update");
  expect((await readFile(file, "utf8")).startsWith(mine)).toBe(true);
  await waive(join(out, "policies.json"), JSON.parse(stdout.slice(stdout.indexOf("\n{"))));
  return out;
}

/** What the update asks a person to do. */
async function waive(file: string, more: unknown): Promise<void> {
  const [before, after] = [waivers.parse(JSON.parse(await readFile(file, "utf8"))), waivers.parse(more)];
  const rules = new Set([...Object.keys(before), ...Object.keys(after)]);
  const merged = [...rules].map((rule) => [
    rule,
    { except: [...(before[rule]?.except ?? []), ...(after[rule]?.except ?? [])] },
  ]);
  await writeFile(file, JSON.stringify(Object.fromEntries(merged)));
}

const waivers = z.record(z.string(), z.object({ except: z.array(z.unknown()) }));

/** What was asked of GitLab that may change something. GraphQL's queries come by POST. */
const writes = () =>
  [...simulator.requests].filter(
    ({ method, path }) => method !== "GET" && method !== "HEAD" && path !== "/api/graphql",
  );

async function comesUnderCode({ projects, first }: Story): Promise<void> {
  const { tokens } = simulator.estate({ projects, seed: 7 });
  const out = await imported(first, tokens.maintainer);
  const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token };
  const project = await PulumiProject.create({ env, from: out, stack: "prod" });
  try {
    const file = ["--file", "import.json", "--generate-code=false", "--yes", "--skip-preview"];
    await succeeds(project.run(["import", ...file]));
    await succeeds(project.preview("--expect-no-changes", ...PACK));
    expect(await guards(project)).toEqual(["protected, and emptied if deleted"]);
    await isAtRest(project);
    expect(writes()).toEqual([]);
    expect(await guards(project)).toEqual(["released if deleted"]);

    const { opened, caller } = await oneMoreCaller(project.dir);
    const report = await project.report([]);
    expect(report.output).toContain(`**Gains**: job tokens of \`${caller.path}\` may open \`${opened.path}\``);

    const changed = await succeeds(project.up("--diff"));
    expect(summaryOf(changed).update).toBe(1);
    expect(changed).toMatch(new RegExp(`^\\s*\\+ ${caller.path} *: "project"`, "m"));
    expect(writes()).toEqual([
      expect.objectContaining({ method: "POST", path: `/api/v4/projects/${opened.id}/job_token_scope/allowlist` }),
    ]);
    expect(simulator.admits(opened.id, caller.id)).toBe(true);
  } finally {
    await project.remove();
  }
}

/** What would come of each list if its project left the map now. Until a program has run, no state says that lists are released. */
async function guards(project: PulumiProject): Promise<string[]> {
  const said = (await project.resources()).map(({ protect = false, retainOnDelete = false }) => {
    const end = retainOnDelete ? "released if deleted" : "emptied if deleted";
    return protect ? `protected, and ${end}` : end;
  });
  return [...new Set(said)];
}

interface Known {
  readonly id: number;
  readonly path: string;
}

const importFile = z.object({
  resources: z.array(
    z.object({
      id: z.string().optional(),
      inputs: z.object({ project: z.string(), projects: z.array(z.unknown()) }).optional(),
    }),
  ),
});

/** Lets one more project into the first list that has projects: one line more in its file. */
async function oneMoreCaller(dir: string): Promise<{ readonly opened: Known; readonly caller: Known }> {
  const { resources } = importFile.parse(JSON.parse(await readFile(join(dir, "import.json"), "utf8")));
  const lists = resources.flatMap(({ id, inputs }) => (inputs === undefined ? [] : [{ id: Number(id), ...inputs }]));
  const list = lists.find(({ projects }) => projects.length > 0);
  const caller = lists.find(({ project }) => project !== list?.project && !list?.projects.includes(project));
  if (list === undefined || caller === undefined) throw new Error("the estate is too small");
  const file = join(dir, "access", `${list.project.split("/").slice(0, -1).slice(0, 2).join("/")}.yaml`);
  const [before = "", after = ""] = splitAfter(await readFile(file, "utf8"), `  ${list.project}:`);
  await writeFile(file, before + after.replace("    projects:\n", `    projects:\n      - ${caller.project}\n`));
  return { opened: { id: list.id, path: list.project }, caller: { id: caller.id, path: caller.project } };
}

function splitAfter(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark) + mark.length;
  return [text.slice(0, at), text.slice(at)];
}
