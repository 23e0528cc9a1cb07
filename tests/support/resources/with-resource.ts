import type { World } from "../gitlab/world";
import type { Provider, ProviderOptions } from "../pulumi/provider";
import { type Program, Stack } from "../pulumi/stack";
import type { ResourceFixture } from "./fixture";
import type { Row } from "./row";

/** The GitLab that the promises are held against: a simulated one, or a real one. */
interface Target {
  readonly url: string;
  readonly token: string;
}

/** Gives each run of a test a provider that this test has not used yet, as each run of Pulumi has. */
export interface Providers {
  take(options: ProviderOptions): Promise<Provider>;
  giveBack(provider: Provider): Promise<void>;
  stop(): Promise<void>;
}

export interface Setting {
  readonly target: () => Target;
  readonly makeWorld: () => Promise<World>;
  readonly providers: Providers;
}

/** What a test of one resource has at hand. */
export interface ResourceContext extends ResourceFixture {
  readonly type: string;
  readonly row: Row;
  readonly target: Target;
  readonly world: World;
  readonly program: Program;
  readonly stack: Stack;
  /** A further provider, as each run of Pulumi starts one. */
  start(options?: ProviderOptions): Promise<Provider>;
}

/** Makes a test: a fresh world and a resource that is not yet created go in, and are cleared away after. */
export type WithResource = (act: (context: ResourceContext) => Promise<void>) => () => Promise<void>;

/** The first variant is enough for what does not depend on the inputs. */
type Selection = "all variants" | "first variant" | "other variants";

/** Describes the same for each resource and variant. */
export function forEachResource(
  rows: readonly Row[],
  setting: Setting,
  describePromises: (withResource: WithResource, row: Row) => void,
  selection: Selection = "all variants",
): void {
  afterAll(() => setting.providers.stop());
  for (const row of rows) {
    const variants = Object.entries(row.variants).filter(
      (_, index) => selection === "all variants" || (selection === "first variant") === (index === 0),
    );
    for (const [variant, prepare] of variants) {
      const withResource: WithResource = (act) => () => perform(setting, row, prepare, act);
      describe(`${row.type}, ${variant}`, () => describePromises(withResource, row));
    }
  }
}

async function perform(
  { target: targetOf, makeWorld, providers }: Setting,
  row: Row,
  prepare: (world: World) => Promise<ResourceFixture>,
  act: (context: ResourceContext) => Promise<void>,
): Promise<void> {
  const target = targetOf();
  const taken: Provider[] = [];
  const start = async ({ env = {}, config = {} }: ProviderOptions = {}) => {
    const ambient = { GITLAB_BASE_URL: target.url, GITLAB_TOKEN: target.token };
    const provider = await providers.take({ env: { ...ambient, ...env }, config });
    taken.push(provider);
    return provider;
  };
  const world = await makeWorld();
  try {
    const fixture = await prepare(world);
    const program = { it: { type: row.type, args: fixture.args } };
    const stack = new Stack(await start());
    await act({ ...fixture, type: row.type, row, target, world, program, start, stack });
  } finally {
    await Promise.all(taken.map((provider) => providers.giveBack(provider)));
    await world.remove();
  }
}
