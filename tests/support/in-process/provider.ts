import { Noticeboard } from "../../../provider/engine/declared/noticeboard";
import { PartialFailure } from "../../../provider/engine/failures";
import { type Hooks, hooksOf } from "../../../provider/engine/hooks";
import type { Lifecycle } from "../../../provider/engine/lifecycle";
import { Session } from "../../../provider/engine/session";
import { type Properties, StepError } from "../process/provider-process";
import type { Verbs } from "../pulumi/stack";

/** Sessions come and go by the thousand here, each with sockets that a process takes along when it ends: none may outlive its session for long. */
const IDLE_SOCKET_MS = 200;
const undici: typeof import("undici") = require("undici");
const { Agent } = undici;
Object.assign(undici, {
  Agent: class extends Agent {
    constructor(options?: ConstructorParameters<typeof Agent>[0]) {
      super({ ...options, keepAliveTimeout: IDLE_SOCKET_MS, keepAliveMaxTimeout: IDLE_SOCKET_MS });
    }
  },
});

interface InProcess extends Verbs {
  /** What the user was told. */
  readonly log: string[];
}

/**
 * A lifecycle with a session of its own, as each run of Pulumi has one, and without the process around it: a thousand times cheaper. What
 * goes in and out takes the form that it has on the wire.
 */
export function inProcess<Inputs extends object, Place extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, Place, Outputs>,
  env: Readonly<Record<string, string>>,
): InProcess {
  const log: string[] = [];
  const engine = { log: (_: unknown, text: string) => log.push(text), status: () => {}, mustBeAlive: async () => {} };
  const hooks: Hooks = hooksOf(lifecycle, new Session(env, engine, new Noticeboard(undefined)));
  return {
    log,
    async check(olds, news) {
      const { inputs, failures } = await hooks.check(olds, news);
      return { inputs: wired({ ...inputs, ...textOf(news) }), failures: failures.map(({ reason }) => reason) };
    },
    diff: (id, olds, news) => told(hooks.diff(id, olds, news)),
    async create(inputs) {
      const { id, outs } = await told(hooks.create(inputs));
      return { id, outs: wired({ ...outs, ...textOf(inputs) }) };
    },
    update: async (id, olds, news) => wired({ ...(await told(hooks.update(id, olds, news))).outs, ...textOf(news) }),
    async read(id, props) {
      const found = await told(hooks.read(id, props));
      const { id: foundId = "", props: outs = {}, inputs = {} } = found;
      return {
        id: foundId,
        props: wired({ ...outs, ...textOf(props) }),
        inputs: wired({ ...inputs, ...textOf(props) }),
      };
    },
    delete: (id, props) => told(hooks.delete(id, props)),
  };
}

/** What the SDK puts back into every answer. */
function textOf({ __provider }: Properties): Properties {
  return { __provider };
}

function wired(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties));
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PartialFailure) {
      const { id, properties, reasons } = error;
      throw new StepError(reasons.join("\n"), { id, properties: wired(properties), reasons: [...reasons] });
    }
    throw error instanceof Error ? new StepError(error.message) : error;
  }
}
