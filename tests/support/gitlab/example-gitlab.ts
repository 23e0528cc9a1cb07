import { posix } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { GitLabApi } from "./gitlab-api";

/** Where an example's clock stands at first, so that the dates in the READMEs stay true. */
export const START = "2027-01-01T12:00:00Z";

interface Token {
  readonly active: boolean;
}

/** A simulated GitLab for an example, and what a test asks of it, by full path. */
export class ExampleGitLab {
  readonly api: GitLabApi;
  readonly #ids = new Map<string, number>();

  private constructor(readonly simulator: Simulator) {
    this.api = new GitLabApi(simulator.url, simulator.token);
  }

  /** With these projects, and the groups on the way to them. */
  static async with(projects: readonly string[], { now = START }: SimulatorOptions = {}): Promise<ExampleGitLab> {
    const gitlab = new ExampleGitLab(await startSimulator({ now, enforceJobTokenScope: false, edition: "premium" }));
    const groups = new Map<string, number>();
    const groupAt = async (full: string): Promise<number | undefined> => {
      if (full === ".") return undefined;
      const known = groups.get(full);
      if (known !== undefined) return known;
      const path = posix.basename(full);
      const parent_id = await groupAt(posix.dirname(full));
      const { id } = await gitlab.api.post<{ id: number }>("/groups", { name: path, path, parent_id });
      groups.set(full, id);
      return id;
    };
    for (const project of projects) {
      const namespace_id = await groupAt(posix.dirname(project));
      const made = await gitlab.api.post<{ id: number }>("/projects", { name: posix.basename(project), namespace_id });
      gitlab.#ids.set(project, made.id);
      await gitlab.api.patch(`/projects/${made.id}/job_token_scope`, { enabled: false });
    }
    return gitlab;
  }

  idOf(project: string): number {
    const id = this.#ids.get(project);
    if (id === undefined) throw new Error(`there is no ${project}`);
    return id;
  }

  /** Whose job tokens are let in beside its own. */
  async callersOf(project: string): Promise<readonly string[] | "everybody"> {
    const scope = `${at("projects", project)}/job_token_scope`;
    if (!(await this.api.get<{ inbound_enabled: boolean }>(scope)).inbound_enabled) return "everybody";
    const paths = ["allowlist", "groups_allowlist"].map((list) => this.#pathsIn(`${scope}/${list}`));
    return (await Promise.all(paths)).flat().filter((path) => path !== project);
  }

  async #pathsIn(list: string): Promise<string[]> {
    const rows = await this.api.get<{ web_url: string }[]>(list);
    return rows.map((row) => new URL(row.web_url).pathname.replace(/^\/(groups\/)?/, ""));
  }

  /** How many access tokens of a group or project are good. */
  async liveTokens(kind: "groups" | "projects", path: string): Promise<number> {
    return (await this.api.get<Token[]>(`${at(kind, path)}/access_tokens`)).filter(({ active }) => active).length;
  }

  variable<T>(project: string, key: string): Promise<T> {
    return this.api.get<T>(`${at("projects", project)}/variables/${key}`);
  }

  async variables(project: string): Promise<string[]> {
    return (await this.api.get<{ key: string }[]>(`${at("projects", project)}/variables`)).map(({ key }) => key);
  }

  /** Is the value good as a credential? */
  async takes(token: string): Promise<boolean> {
    return (await new GitLabApi(this.simulator.url, token).status("GET", "/personal_access_tokens/self")) === 200;
  }
}

function at(kind: "groups" | "projects", path: string): string {
  return `/${kind}/${encodeURIComponent(path)}`;
}
