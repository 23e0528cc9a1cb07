import type { World } from "../gitlab/world";
import { type ProviderOptions, type ProviderProcess, startProviderProcess } from "../process/provider-process";
import { type Program, Stack } from "../pulumi/stack";
import type { Situation } from "./fixture";
import { type Row, rows } from "./table";

/** The GitLab that the promises are held against: a simulated one, or a real one. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Scene extends Situation {
  readonly type: string;
  readonly row: Row;
  readonly target: Target;
  readonly world: World;
  readonly program: Program;
  readonly stack: Stack;
  readonly provider: ProviderProcess;
  /** A further provider process, as each run of Pulumi starts one. */
  start(options?: ProviderOptions): Promise<ProviderProcess>;
}

export type Play = (act: (scene: Scene) => Promise<void>) => () => Promise<void>;

interface Selection {
  /** For what does not depend on the inputs. */
  readonly firstVariantOnly?: boolean;
}

/** Sets the stage for each resource and variant, and clears it away. */
export function forEveryResource(
  target: () => Target,
  makeWorld: () => Promise<World>,
  describePromises: (play: Play, row: Row) => void,
  { firstVariantOnly = false }: Selection = {},
): void {
  const pool = new ProcessPool();
  afterAll(() => pool.stop());
  for (const row of rows) {
    const variants = Object.entries(row.variants).slice(0, firstVariantOnly ? 1 : undefined);
    for (const [variant, prepare] of variants) {
      const play: Play = (act) => () => perform({ row, prepare, target: target(), makeWorld, pool }, act);
      describe(`${row.type}, ${variant}`, () => describePromises(play, row));
    }
  }
}

interface Stage {
  readonly row: Row;
  readonly prepare: (world: World) => Promise<Situation>;
  readonly target: Target;
  readonly makeWorld: () => Promise<World>;
  readonly pool: ProcessPool;
}

/**
 * Provider processes outlive a test, because starting one takes longer than most tests. Within one test each run gets a process that this
 * test has not used yet, as each run of Pulumi does; what a process remembers of earlier tests are projects that are gone.
 */
class ProcessPool {
  private readonly idle = new Map<string, ProviderProcess[]>();
  private readonly all: ProviderProcess[] = [];

  async take(options: ProviderOptions): Promise<{ process: ProviderProcess; giveBack: () => void }> {
    const key = JSON.stringify(options);
    const idle = this.idle.get(key) ?? [];
    this.idle.set(key, idle);
    const process = idle.pop() ?? (await this.start(options));
    return { process, giveBack: () => idle.push(process) };
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((process) => process.stop()));
  }

  private async start(options: ProviderOptions): Promise<ProviderProcess> {
    const process = await startProviderProcess(options);
    this.all.push(process);
    return process;
  }
}

async function perform(
  { row, prepare, target, makeWorld, pool }: Stage,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  const taken: (() => void)[] = [];
  const start = async ({ env = {}, config = {} }: ProviderOptions = {}) => {
    const { process, giveBack } = await pool.take({
      env: { GITLAB_BASE_URL: target.url, GITLAB_TOKEN: target.token, ...env },
      config,
    });
    taken.push(giveBack);
    return process;
  };
  const world = await makeWorld();
  try {
    const situation = await prepare(world);
    const provider = await start();
    const program = { it: { type: row.type, args: situation.args } };
    await act({
      ...situation,
      type: row.type,
      row,
      target,
      world,
      program,
      provider,
      start,
      stack: new Stack(provider),
    });
  } finally {
    for (const giveBack of taken) giveBack();
    await world.remove();
  }
}
