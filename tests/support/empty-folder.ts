import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { isolatedPulumi } from "../../tools/pulumi/environment";
import { type Outcome, run } from "./process/run";

const tools = resolve(__dirname, "../../tools/bin");

interface EmptyFolderOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the Node that everything in it runs on; the one that runs the tests by default. */
  readonly node?: string | undefined;
}

/** A folder as a new user has it, outside the repository: nothing in it but what commands put there. */
export class EmptyFolder {
  readonly #env: NodeJS.ProcessEnv;

  private constructor(
    readonly dir: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#env = env;
  }

  static async create({ env = {}, node }: EmptyFolderOptions = {}): Promise<EmptyFolder> {
    const dir = await mkdtemp(join(tmpdir(), "gitlab-ci-access-user-"));
    const PATH = [node, tools, process.env.PATH].filter((folder) => folder !== undefined).join(delimiter);
    return new EmptyFolder(dir, { ...usersOwn(process.env), PATH, ...isolatedPulumi(dir, "dev"), ...env });
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.dir, file), text);
  }

  /** Runs what a user would paste into a shell; the first command that fails ends it. */
  sh(script: string): Promise<Outcome> {
    return run(["sh", "-ec", script], { cwd: this.dir, env: this.#env });
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** What `npm test` and a CI add would lead the package managers into this repository, and the provider to another GitLab. */
function usersOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const added = /^(CI_|GITLAB_|PULUMI_|INIT_CWD$|NODE_OPTIONS$|npm_(?!config_)|npm_config_local_prefix$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !added.test(name)));
}
