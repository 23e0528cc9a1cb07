import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExampleGitLab, START } from "./gitlab/example-gitlab";
import type { Installations } from "./installations";
import { PulumiProject } from "./pulumi-project";
import { fails, succeeds } from "./scenario";

const examples = resolve(__dirname, "../../examples");

/** What the README tells a user to set. */
interface Settings {
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
}

export interface StageOptions {
  readonly name: string;
  /** The projects that GitLab has before, by full path. */
  readonly projects: readonly string[];
  /** What else GitLab has before. */
  readonly prepare?: (gitlab: ExampleGitLab) => Promise<void>;
  /** @default "dev" */
  readonly stack?: string;
  readonly settings?: (gitlab: ExampleGitLab, other: ExampleGitLab) => Settings;
}

/** An example as a user copies it, with the real engine and a simulated GitLab, or two of them where it asks for a second one. */
export class ExampleStage {
  readonly #outputs: string[] = [];
  #now = START;

  private constructor(
    readonly gitlab: ExampleGitLab,
    readonly other: ExampleGitLab,
    readonly project: PulumiProject,
    readonly readme: string,
  ) {}

  static async play(
    { name, projects, prepare, stack = "dev", settings }: StageOptions,
    installations: Installations,
    act: (stage: ExampleStage) => Promise<void>,
  ): Promise<void> {
    const [gitlab, other] = [await ExampleGitLab.with(projects), await ExampleGitLab.with(projects)];
    await prepare?.(gitlab);
    const { url, token } = gitlab.simulator;
    const { env, config = {} } = settings?.(gitlab, other) ?? {};
    const from = join(examples, name);
    const ambient = { GITLAB_BASE_URL: url, GITLAB_TOKEN: token, ...env };
    const modules = await installations.modulesFor(from);
    const project = await PulumiProject.create({ from, modules, stack, env: ambient });
    try {
      const stage = new ExampleStage(gitlab, other, project, await readFile(join(from, "README.md"), "utf8"));
      await project.configure(config);
      await act(stage);
    } finally {
      await Promise.all([gitlab.simulator.close(), other.simulator.close()]);
      await project.remove();
    }
  }

  /** The output of a command that must succeed. */
  pulumi(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return succeeds(this.#run(args, env));
  }

  /** The output of a command that must fail. */
  refused(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return fails(this.#run(args, env));
  }

  async #run(args: readonly string[], env: Readonly<Record<string, string>>) {
    const outcome = await this.project.run(args, { GITLAB_CI_ACCESS_NOW: this.#now, ...env });
    if (!args.includes("--show-secrets")) this.#outputs.push(outcome.output);
    return outcome;
  }

  /** Lets time pass, for GitLab and for Pulumi. */
  setNow(now: string): void {
    this.gitlab.simulator.clock.set(now);
    this.#now = now;
  }

  /** Values that GitLab gave out and that somebody could read in the terminal or in the state. */
  async leaks(): Promise<string[]> {
    const readable = [...this.#outputs, await this.project.stateText()].join("\n");
    return this.gitlab.simulator.issuedSecrets().filter((secret) => readable.includes(secret));
  }
}
