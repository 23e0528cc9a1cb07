import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { RecordedRequest } from "pulumi-gitlab-ci-access/simulator";
import { leaked, liveTokens, works } from "./live-secrets";
import { isMarked } from "./resources/rotating-token";
import { type Scenario, succeeds } from "./scenario";
import { namedLeftovers } from "./secret-owners";
import { until } from "./until";

const UP = ["up", "--yes", "--skip-preview"];
/** Secrets that a round makes where nothing goes wrong: three rotations, a reset, a new token and a new runner. */
const MADE_IN_A_ROUND = 6;
const MAKES_A_SECRET = /(access_tokens(\/\w+\/rotate)?|user\/runners|reset_authentication_token)$/;
const RUNNER_TOKEN_LIFE_S = 30 * 24 * 3_600;

/** Everything is due in every round; one token, one runner and one variable of each kind are new, and those of the last round go. */
const program = (round: number, { billing, world }: Scenario) => `
  const rotation = { name: "read", accessLevel: "reporter", scopes: ["read_api", "self_rotate"],
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const [project, group] = [${billing.id}, ${world.group.id}];
  const runnerArgs = { runnerType: "project_type", project, description: "builds" };
  const tokens = [
    new gitlab.RotatingProjectToken("rotating", { project, ...rotation }),
    new gitlab.RotatingGroupToken("overlapping", { group, strategy: "overlap", ...rotation }),
    new gitlab.RotatingProjectToken("itself", { project, rotateWith: "self", ...rotation }),
    new gitlab.RotatingProjectToken("fresh-${round}", { project, ...rotation }),
  ];
  const runners = [
    new gitlab.UserRunner("lasting", { ...runnerArgs, rotateBeforeDays: 7 }),
    new gitlab.UserRunner("fresh-${round}", runnerArgs),
  ];
  const variables = [
    new gitlab.ProjectVariable("lasting", { project, key: "TOKEN", value: tokens[0].token }),
    new gitlab.ProjectVariable("fresh-${round}", { project, key: "TOKEN_${round}", value: tokens[3].token }),
    new gitlab.GroupVariable("lasting", { group, key: "TOKEN", value: tokens[1].token }),
    new gitlab.GroupVariable("fresh-${round}", { group, key: "TOKEN_${round}", value: tokens[3].token }),
  ];
  exports.tokens = tokens.flatMap((token) => [token.token, token.previousToken]);
  exports.tokenIds = tokens.flatMap((token) => [token.tokenId, token.previousTokenId]);
  exports.runnerTokens = runners.map((runner) => runner.token);
  exports.runnerIds = runners.map((runner) => runner.runnerId);
  exports.variables = variables.map((variable) => pulumi.interpolate\`\${variable.key}=\${variable.value}\`);
`;

interface Outputs {
  readonly tokens: (string | null)[];
  readonly tokenIds: (string | null)[];
  readonly runnerTokens: string[];
  readonly runnerIds: string[];
  readonly variables: string[];
}

/** What lives in GitLab, each as a text. */
interface Inventory {
  readonly ours: readonly string[];
  readonly others: readonly string[];
}

interface Runner {
  readonly id: number;
  readonly maintenance_note: string | null;
}

interface Variable {
  readonly key: string;
  readonly value: string;
  readonly environment_scope: string;
}

export type Phase = "after the end" | "before the first write" | "between two writes" | "during a write";

/** Rounds of `up`, killed and run again, in a GitLab where other people have things of the same names. */
export class KillStage {
  #env: Readonly<Record<string, string>> = {};
  readonly #said: string[] = [];
  #writesAtKill = 0;
  /** How often a kill has made the state unreadable for Pulumi itself. */
  mended = 0;
  /** What runs have named as left behind; it stays until a person has looked at it. */
  readonly #named = new Set<string>();
  /** How much the last run has named that none had named before. */
  namedInRound = 0;
  #outputs: Outputs = { tokens: [], tokenIds: [], runnerTokens: [], runnerIds: [], variables: [] };

  readonly #scene: Scenario;

  private constructor(
    scene: Scenario,
    readonly others: readonly string[],
  ) {
    this.#scene = scene;
  }

  static async set(scene: Scenario): Promise<KillStage> {
    const { world, billing } = scene;
    const { api } = world;
    const settings = { project_runner_token_expiration_interval: RUNNER_TOKEN_LIFE_S };
    await api.put("/application/settings", { ...settings, require_personal_access_token_expiry: false });
    for (const place of [`/projects/${billing.id}`, `/groups/${world.group.id}`]) {
      await api.post(`${place}/access_tokens`, { name: "read", scopes: ["read_api"], access_level: 20 });
      await api.post(`${place}/variables`, { key: "TOKEN", value: "someone else's", environment_scope: "production" });
    }
    const runner = { runner_type: "project_type", project_id: billing.id, description: "builds" };
    await api.post("/user/runners", runner);
    return new KillStage(scene, (await inventory(scene)).others);
  }

  async begin(round: number, time: number): Promise<void> {
    const now = new Date(time).toISOString();
    this.#env = { GITLAB_CI_ACCESS_NOW: now };
    this.#scene.simulator.clock.set(now);
    this.#scene.simulator.requests.clear();
    await this.#scene.project.program(program(round, this.#scene));
  }

  /** `afterMs` is counted from the run's first request to GitLab; a negative one from the start of the run. */
  async kill(afterMs: number): Promise<Phase> {
    const { child, output } = this.#scene.project.start(UP, this.#env);
    const closed = once(child, "close");
    const isOver = () => child.exitCode !== null;
    if (afterMs >= 0) await until(() => this.#scene.simulator.requests.length > 0 || isOver(), 60);
    await pause(Math.abs(afterMs));
    const phase = isOver() ? "after the end" : this.#phase();
    this.#writesAtKill = this.#writes().length;
    child.kill("SIGKILL");
    await closed;
    this.#said.push(output());
    if (await this.#mendBackend()) this.mended += 1;
    await this.#unlock();
    return phase;
  }

  /** Runs to the end. Returns how long the run and GitLab had to do with each other. */
  async finish(): Promise<number> {
    const { simulator, project } = this.#scene;
    const start = Date.now();
    const output = await succeeds(project.run(UP, this.#env));
    this.#said.push(output);
    const named = namedLeftovers(output).filter((thing) => !this.#named.has(thing));
    for (const thing of named) this.#named.add(thing);
    this.namedInRound = named.length;
    const [first, last] = [simulator.requests.all[0], simulator.requests.all.at(-1)];
    return (last?.finishedAt ?? start) - (first?.startedAt ?? start);
  }

  /** What the state knows, by the stack's outputs. */
  async readOutputs(): Promise<void> {
    const { project } = this.#scene;
    this.#outputs = JSON.parse(await succeeds(project.run(["stack", "output", "--json", "--show-secrets"])));
  }

  /** Whether the killed run had sent all that there was to send. */
  get wroteNothingMore(): boolean {
    return this.#writes().length === this.#writesAtKill;
  }

  /** Secrets of this round that no state got to know, and that this round has ended, in GitLab. */
  get lostAndEnded(): number {
    const isMade = ({ path, status }: RecordedRequest) => MAKES_A_SECRET.test(path) && (status ?? 500) < 300;
    return this.#writes().filter(isMade).length - MADE_IN_A_ROUND - this.namedInRound;
  }

  /** What is ours, lives without the state's knowledge and was not named by any run, and what the state takes for living. */
  async unnamedAndMissing(): Promise<{ unnamed: string[]; missing: string[] }> {
    const { tokenIds, runnerIds, variables } = this.#outputs;
    const tokens = given(tokenIds).map((id) => `token ${id}`);
    const known = [...tokens, ...runnerIds.map((id) => `runner ${id}`), ...variables.map((text) => `variable ${text}`)];
    const { ours } = await inventory(this.#scene);
    return {
      unnamed: ours.filter((thing) => !known.includes(thing) && !this.#named.has(thing)),
      missing: known.filter((thing) => !ours.includes(thing)),
    };
  }

  async untouchedOthers(): Promise<readonly string[]> {
    return (await inventory(this.#scene)).others;
  }

  /** The secrets of the state that GitLab does not take, by what they are. */
  async notWorking(): Promise<string[]> {
    const { tokens, runnerTokens } = this.#outputs;
    const { api } = this.#scene.world;
    const isGood = async (token: string) => (await api.status("POST", "/runners/verify", { token })) === 200;
    const good = await Promise.all([
      ...given(tokens).map(async (token, index) =>
        (await works(this.#scene.simulator, token)) ? [] : [`token ${index}`],
      ),
      ...runnerTokens.map(async (token, index) => ((await isGood(token)) ? [] : [`runner ${index}`])),
    ]);
    return good.flat();
  }

  async leaks(): Promise<string[]> {
    const texts = [...this.#said.splice(0), await this.#scene.project.stateText()];
    return leaked(this.#scene.simulator.issuedSecrets(), ...texts);
  }

  /**
   * Pulumi's file backend opens the file of attributes beside the state and then fills it. A kill between the two leaves it empty, and
   * every later command ends with "failed to load checkpoint: EOF" until someone removes it, which costs nothing.
   */
  async #mendBackend(): Promise<boolean> {
    const attributes = `${await this.#scene.project.stateFile()}.attrs`;
    if ((await readFile(attributes, "utf8")) !== "") return false;
    await rm(attributes);
    return true;
  }

  /** What `pulumi cancel` does, without a start of the CLI: `kill.test.ts` shows that `cancel` itself is all that is needed. */
  async #unlock(): Promise<void> {
    await rm(join(this.#scene.project.dir, ".pulumi/locks"), { recursive: true, force: true });
  }

  #writes(): RecordedRequest[] {
    return this.#scene.simulator.requests.all.filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/verify"),
    );
  }

  #phase(): Phase {
    const writes = this.#writes();
    if (writes.length === 0) return "before the first write";
    return writes.some(({ finishedAt }) => finishedAt === null) ? "during a write" : "between two writes";
  }
}

async function inventory({ world, billing }: Scenario): Promise<Inventory> {
  const { api } = world;
  const places = [`/projects/${billing.id}`, `/groups/${world.group.id}`];
  const tokens = (await Promise.all(places.map((place) => liveTokens(api, place)))).flat();
  const runnerIds = await api.ids("/runners/all");
  const runners = await Promise.all(runnerIds.map((id) => api.get<Runner>(`/runners/${id}`)));
  const variables = (await Promise.all(places.map((place) => api.get<Variable[]>(`${place}/variables`)))).flat();
  const all = [
    ...tokens.map(({ id, description }) => ({ text: `token ${id}`, isOurs: isMarked(description) })),
    ...runners.map(({ id, maintenance_note: note }) => ({ text: `runner ${id}`, isOurs: isMarked(note) })),
    ...variables.map(({ key, value, environment_scope: scope }) => ({
      text: `variable ${key}=${value}`,
      isOurs: scope === "*",
    })),
  ];
  return {
    ours: all.filter(({ isOurs }) => isOurs).map(({ text }) => text),
    others: all.filter(({ isOurs }) => !isOurs).map(({ text }) => text),
  };
}

function given(values: readonly (string | null)[]): string[] {
  return values.filter((value) => value !== null);
}
