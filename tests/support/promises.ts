import { type Row, rows, type Situation } from "./lifecycle-table";
import { type ProviderOptions, type ProviderProcess, StepError, startProviderProcess } from "./provider-process";
import { type Program, Stack } from "./stack";
import type { World } from "./world";

/** The GitLab that the promises are held against: a simulated one, or a real one. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Scene extends Situation {
  readonly type: string;
  readonly target: Target;
  readonly world: World;
  readonly program: Program;
  readonly sole: boolean;
  readonly stack: Stack;
  readonly provider: ProviderProcess;
  /** A further provider process, as each run of Pulumi starts one. */
  start(options?: ProviderOptions): Promise<ProviderProcess>;
}

type Play = (act: (scene: Scene) => Promise<void>) => () => Promise<void>;

interface Selection {
  /** For what does not depend on the inputs. */
  readonly firstVariantOnly?: boolean;
}

/** Sets the stage for each resource and variant, and clears it away. */
export function forEveryResource(
  target: () => Target,
  makeWorld: () => Promise<World>,
  describePromises: (play: Play) => void,
  { firstVariantOnly = false }: Selection = {},
): void {
  const pool = new ProcessPool();
  afterAll(() => pool.stop());
  for (const row of rows) {
    const variants = Object.entries(row.variants).slice(0, firstVariantOnly ? 1 : undefined);
    for (const [variant, prepare] of variants) {
      const play: Play = (act) => () => perform({ row, prepare, target: target(), makeWorld, pool }, act);
      describe(`${row.type}, ${variant}`, () => describePromises(play));
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
      sole: row.sole ?? false,
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

/** What every resource promises, whatever it is. */
export function describeSharedPromises(play: Play): void {
  it(
    "creates what is declared",
    play(async ({ stack, program, holds }) => {
      await stack.up(program);

      expect(await holds()).toBe(true);
    }),
  );

  it(
    "has nothing to do the second time, and nothing to refresh",
    play(async ({ stack, program, start }) => {
      await stack.up(program);
      const second = stack.in(await start());

      expect(await second.refresh()).toEqual([]);
      expect(await second.up(program)).toEqual([]);
    }),
  );

  it(
    "takes over what someone made by hand",
    play(async ({ stack, program, makeByHand, holds }) => {
      await makeByHand();

      await stack.up(program);

      expect(await holds()).toBe(true);
      expect(stack.state.size).toBe(1);
    }),
  );

  it(
    "repairs what someone changed by hand",
    play(async ({ stack, program, start, disturb, holds }) => {
      await stack.up(program);
      await disturb();
      const next = stack.in(await start());

      expect(await next.refresh()).toHaveLength(1);
      await next.up(program);

      expect(await holds()).toBe(true);
    }),
  );

  it(
    "is gone when its project is deleted",
    play(async ({ stack, program, start, world, project }) => {
      await stack.up(program);
      await world.deleteForGood(project);
      const next = stack.in(await start());

      expect(await next.refresh()).toEqual(["gone it"]);
    }),
  );

  it(
    "is destroyed without complaint when its project is deleted",
    play(async ({ stack, program, start, world, project }) => {
      await stack.up(program);
      await world.deleteForGood(project);

      await expect(stack.in(await start()).destroy()).resolves.toBeUndefined();
    }),
  );

  it(
    "is gone after destroy, and destroying it twice is no error",
    play(async ({ stack, program, start, isCleared }) => {
      await stack.up(program);
      const again = stack.in(await start());

      await stack.in(await start()).destroy();
      expect(await isCleared()).toBe(true);

      await again.destroy();
      expect(await isCleared()).toBe(true);
    }),
  );

  it(
    "is not replaced by a rename in GitLab",
    play(async ({ stack, program, type, start, renameInGitLab, holds }) => {
      await stack.up(program);
      const renamed = { it: { type, args: await renameInGitLab() } };
      const next = stack.in(await start());

      const steps = await next.up(renamed);

      expect(steps.filter((step) => step !== "update it")).toEqual([]);
      expect(await holds()).toBe(true);
      expect(await stack.in(await start()).refresh()).toEqual([]);
      expect(await next.in(await start()).up(renamed)).toEqual([]);
    }),
  );

  it(
    "loses nothing when it is renamed in the program",
    play(async ({ stack, program: { it: declaration }, type, args, start, holds, isCleared }) => {
      await stack.up({ before: declaration ?? { type, args } });
      const next = stack.in(await start());

      expect(await next.up({ after: { type, args } })).toEqual(["create after", "delete before"]);

      expect(await holds()).toBe(true);
      expect(await next.in(await start()).refresh()).toEqual([]);
      await next.in(await start()).destroy();
      expect(await isCleared()).toBe(true);
    }),
  );

  it(
    "loses nothing by --replace",
    play(async ({ stack, program, start, holds }) => {
      await stack.up(program);
      const next = stack.in(await start());

      expect(await next.up(program, { replace: ["it"] })).toEqual(["replace it", "delete it"]);

      expect(await holds()).toBe(true);
      expect(await next.in(await start()).refresh()).toEqual([]);
    }),
  );

  it(
    "loses nothing when one of two equal declarations goes, and everything when both go; or bears no second one, and says so",
    play(async ({ stack, type, args, start, sole, holds, isCleared }) => {
      const twin = { type, args };
      if (sole)
        return expect(await failureOf(stack.up({ one: twin, two: twin }))).toMatch(/^"two" and "one" both declare/);
      await stack.up({ one: twin, two: twin });
      const next = stack.in(await start());

      await next.up({ two: twin });
      expect(await holds()).toBe(true);

      await next.in(await start()).up({});
      expect(await isCleared()).toBe(true);
    }),
  );

  describe.each([
    {
      status: 401,
      because: "the token is not valid",
      tokenFor: async () => "glpat-not-a-valid-token",
      says: /did not accept the token from GITLAB_TOKEN.*personal_access_tokens/,
    },
    {
      status: 403,
      because: "the role is too low",
      tokenFor: (world: World) => world.tokenOf("developer"),
      says: /Maintainer.*Manage → Members/,
    },
    {
      status: 404,
      because: "nothing can be seen",
      tokenFor: (world: World) => world.tokenOf(undefined),
      says: /does not exist, or the token from GITLAB_TOKEN can't see it/,
    },
    {
      status: 403,
      because: "the scope is missing",
      tokenFor: (world: World) => world.tokenOf("maintainer", ["read_user"]),
      says: /lacks a scope.*api scope/,
    },
  ])("explains $status because $because", ({ status, tokenFor, says }) => {
    it(
      "on create",
      play(async ({ world, program, start }) => {
        const token = await tokenFor(world);
        const stack = new Stack(await start({ env: { GITLAB_TOKEN: token } }));

        const message = await failureOf(stack.up(program));

        expect(message).toMatch(new RegExp(`answered ${status}`));
        expect(message).toMatch(says);
        expect(message).not.toContain(token);
        expect(stack.state.size).toBe(0);
      }),
    );
  });

  it(
    "keeps the token out of all that is printed, said and stored",
    play(async ({ stack, program, target, start }) => {
      await stack.up(program);
      const broken = await start({ env: { GITLAB_BASE_URL: `${target.url}/wrong` } });
      const messages = await failureOf(new Stack(broken).up(program));

      const everything = [messages, broken.output(), JSON.stringify(broken.log), JSON.stringify([...stack.state])].join(
        "\n",
      );

      expect(everything).not.toContain(target.token);
    }),
  );
}

/** The message of a failure; an act that succeeds fails the test. */
export async function failureOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
  throw new Error("this was expected to fail");
}
