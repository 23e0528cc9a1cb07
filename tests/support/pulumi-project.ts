import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { isolatedPulumi } from "../../tools/pulumi/environment";
import { initialiseStack, projectName } from "./initialised-stack";
import { type Outcome, run, start } from "./process/run";
import { surroundings } from "./process/surroundings";

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly delete?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

const repository = resolve(__dirname, "../..");
const ownModules = join(repository, "node_modules");

interface ProjectOptions {
  readonly env: Readonly<Record<string, string>>;
  /** A folder whose files are the project, as a user would copy them; a blank JavaScript project by default. */
  readonly from?: string;
  /** The project's `node_modules`; the repository's by default, where the package finds itself. */
  readonly modules?: string;
  /** @default "dev" */
  readonly stack?: string;
}

/**
 * A Pulumi project in a folder of its own, outside the repository, with a file backend, a passphrase and a Pulumi home of its own:
 * nothing of the user's is read or written. Its stack is initialised.
 */
export class PulumiProject {
  readonly #env: Readonly<Record<string, string>>;
  readonly #stack: string;

  private constructor(
    readonly dir: string,
    env: Readonly<Record<string, string>>,
    stack: string,
  ) {
    this.#env = env;
    this.#stack = stack;
  }

  static async create({ env, from, modules = ownModules, stack = "dev" }: ProjectOptions): Promise<PulumiProject> {
    const dir = await mkdtemp(join(tmpdir(), "gitlab-ci-access-"));
    await symlink(modules, join(dir, "node_modules"));
    if (from === undefined) await writeBlankProject(dir);
    else await cp(from, dir, { recursive: true, filter: (source) => basename(source) !== "node_modules" });
    await initialiseStack({ dir, stack });
    return new PulumiProject(dir, { ...isolatedPulumi(dir, stack), ...env }, stack);
  }

  /** The body of a JavaScript program; `gitlab` and `pulumi` are there. */
  async program(body: string): Promise<void> {
    const imports = 'const gitlab = require("pulumi-gitlab-ci-access");\nconst pulumi = require("@pulumi/pulumi");\n';
    await writeFile(join(this.dir, "index.js"), `${imports}${body}\n`);
  }

  /** Adds to the stack's configuration what `pulumi config set --plaintext` would; once, and before secrets are set. */
  async configure(config: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(config).length === 0) return;
    const name = await projectName(this.dir);
    const fullKey = (key: string) => (key.includes(":") ? key : `${name}:${key}`);
    const lines = Object.entries(config).map(([key, value]) => `  ${fullKey(key)}: ${JSON.stringify(value)}\n`);
    await appendFile(join(this.dir, `Pulumi.${this.#stack}.yaml`), `config:\n${lines.join("")}`);
  }

  up(...args: string[]): Promise<Outcome> {
    return this.run(["up", "--yes", "--skip-preview", "--suppress-permalink", ...args]);
  }

  preview(...args: string[]): Promise<Outcome> {
    return this.run(["preview", "--suppress-permalink", ...args]);
  }

  refresh(...args: string[]): Promise<Outcome> {
    return this.run(["refresh", "--yes", "--skip-preview", "--suppress-permalink", ...args]);
  }

  destroy(...args: string[]): Promise<Outcome> {
    return this.run(["destroy", "--yes", "--skip-preview", "--suppress-permalink", ...args]);
  }

  /** `gitlab-ci-access report`, as a job runs it. */
  report(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.command(["report", ...args], env);
  }

  /** A command of `gitlab-ci-access`. */
  command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const command = [process.execPath, join(repository, "dist/cli/main.js"), ...args];
    const PATH = [join(repository, "tools/bin"), process.env.PATH].join(delimiter);
    return run(command, this.#surroundings({ ...env, PATH }));
  }

  /** Any command of the CLI. Variables that are set to "" are as good as absent. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return run(pulumi(args), this.#surroundings(env));
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof start> {
    return start(pulumi(args), this.#surroundings(env));
  }

  #surroundings(env: Readonly<Record<string, string>>) {
    return { cwd: this.dir, env: { ...surroundings, ...this.#env, ...env } };
  }

  /** The resources of ours in the backend's file. */
  async resources(stack = this.#stack): Promise<StateResource[]> {
    const { checkpoint } = JSON.parse(await this.stateText(stack));
    const all: StateResource[] = checkpoint.latest.resources ?? [];
    return all.filter((resource) => resource.type.startsWith("pulumi-nodejs:dynamic/gitlab:"));
  }

  /** The backend's file as it lies on disk. */
  async stateText(stack = this.#stack): Promise<string> {
    return readFile(await this.stateFile(stack), "utf8");
  }

  async stateFile(stack = this.#stack): Promise<string> {
    const stacks = join(this.dir, ".pulumi/stacks");
    const [project = ""] = await readdir(stacks);
    return join(stacks, project, `${stack}.json`);
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

function pulumi(args: readonly string[]): string[] {
  return [join(repository, "tools/bin/pulumi"), ...args, "--non-interactive", "--color=never"];
}

async function writeBlankProject(dir: string): Promise<void> {
  await writeFile(
    join(dir, "Pulumi.yaml"),
    "name: access\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
  );
  await writeFile(join(dir, "package.json"), '{ "name": "access", "version": "0.0.0", "private": true }\n');
}
