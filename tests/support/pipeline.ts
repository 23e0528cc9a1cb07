import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Installations } from "./installations";
import { type Outcome, run } from "./process/run";
import { surroundings } from "./process/surroundings";

const repository = resolve(__dirname, "../..");
const exec = promisify(execFile);
const { NODE_OPTIONS } = surroundings;

/** By environment scope, as GitLab's own CI/CD variables. */
type Variables = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/**
 * A checkout of a project whose pipelines run on this machine, with gitlab-ci-local, and see no variable of ours. The packages are found as
 * in a job's image: above the checkout, and in a folder of tools beside it, each installed from its own package.json.
 */
export class Pipeline {
  readonly #variables: Variables;

  private constructor(
    readonly dir: string,
    variables: Variables,
  ) {
    this.#variables = variables;
  }

  static async of(
    example: string,
    installations: Installations,
    variables: (dir: string) => Variables,
  ): Promise<Pipeline> {
    const dir = await mkdtemp(join(tmpdir(), "gitlab-ci-access-pipeline-"));
    const pipeline = new Pipeline(dir, { ...variables(dir), ...ownVariables(dir) });
    await pipeline.#prepare(example, installations);
    return pipeline;
  }

  get checkout(): string {
    return join(this.dir, "checkout");
  }

  get tools(): string {
    return join(this.dir, "tools");
  }

  /** Commits everything, on a branch of that name. */
  async commit(branch: string): Promise<void> {
    await this.#git("checkout", "-q", "-B", branch);
    await this.#git("add", "--all");
    await this.#git("commit", "-q", "-m", "Change what the pipeline works on");
  }

  async checkOut(branch: string): Promise<void> {
    await this.#git("checkout", "-q", "-f", branch);
  }

  /** `pulumi stack init`, which people run once by hand. */
  async initStack(program: string, env: Readonly<Record<string, string>>): Promise<void> {
    const options = {
      cwd: join(this.checkout, program),
      env: { ...this.#ambient(), PULUMI_HOME: join(this.dir, "home"), ...env },
    };
    await exec("pulumi", ["stack", "init", "prod", "--non-interactive"], options);
  }

  /** One whole pipeline of what is checked out. */
  async run(source: "merge_request_event" | "push" | "schedule", variables: Variables = {}): Promise<Outcome> {
    await writeFile(join(this.dir, "variables.json"), JSON.stringify(scoped({ ...this.#variables, ...variables })));
    const overridden = ["CI_PIPELINE_SOURCE", "CI_COMMIT_REF_PROTECTED", "CI_API_V4_URL", "CI_PROJECT_ID"];
    const args = [
      "--force-shell-executor",
      "--shell-isolation",
      "--no-artifacts-to-source",
      "--no-color",
      ...["--home", join(this.dir, "home")],
      ...["--variables-file", "../variables.json"],
      ...["--ignore-predefined-vars", overridden.join(",")],
      ...["--variable", `CI_PIPELINE_SOURCE=${source}`],
      ...["--variable", `CI_COMMIT_REF_PROTECTED=${source !== "merge_request_event"}`],
    ];
    const program = join(repository, "node_modules/.bin/gitlab-ci-local");
    return run([program, ...args], { cwd: this.checkout, env: this.#ambient() });
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }

  async #prepare(example: string, installations: Installations): Promise<void> {
    await cp(example, this.checkout, { recursive: true });
    await this.#withoutImage();
    for (const folder of ["home", "tools/bin", "access", "tokens"])
      await mkdir(join(this.dir, folder), { recursive: true });
    await symlink(await installations.modulesFor(example), join(this.dir, "node_modules"));
    await symlink(await installations.modulesFor(join(example, "image")), join(this.tools, "node_modules"));
    await cp(join(example, "image/policies.json"), join(this.tools, "policies.json"));
    const rsync = `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "rsync.js")}" "$@"\n`;
    await writeFile(join(this.tools, "bin/rsync"), rsync, { mode: 0o755 });
    await this.#git("init", "-q", "-b", "main");
    await this.#git("remote", "add", "origin", "https://gitlab.acme.example/acme/pipeline.#git");
  }

  /** The pipeline as it is but for its image: what lies in there lies in a folder of tools, and the packages are installed already. */
  async #withoutImage(): Promise<void> {
    const file = join(this.checkout, ".gitlab-ci.yml");
    const text = await readFile(file, "utf8");
    const found = text
      .replace("TOOLS=/opt/gitlab-ci-access", `TOOLS=${this.tools}`)
      .replace(/^( +- )npm ci .*$/m, "$1echo The packages are there already"); // "true" would be YAML's, and no command.
    if (!found.includes(this.tools) || /npm ci/.test(found.replace(/#.*/g, "")))
      throw new Error("The example's pipeline has its tools or its packages in another place than this helper knows.");
    await writeFile(file, found);
  }

  async #git(...args: string[]): Promise<void> {
    const identity = ["-c", "user.name=A developer", "-c", "user.email=developer@acme.example"];
    await exec("git", [...identity, ...args], { cwd: this.checkout, env: this.#ambient() });
  }

  #ambient(): Record<string, string> {
    const folders = [
      join(this.tools, "node_modules/.bin"),
      join(this.tools, "bin"),
      join(repository, "tools/bin"),
      dirname(process.execPath),
      process.env.PATH,
    ];
    return { HOME: join(this.dir, "home"), PATH: folders.join(delimiter), NODE_OPTIONS };
  }
}

/** What a job's image has of itself; packages are there already. */
function ownVariables(dir: string): Variables {
  return {
    PULUMI_HOME: join(dir, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function scoped(variables: Variables): object {
  const entries = Object.entries(variables).map(([name, value]) => {
    return [name, { type: "variable", values: typeof value === "string" ? { "*": value } : value }];
  });
  return Object.fromEntries(entries);
}
