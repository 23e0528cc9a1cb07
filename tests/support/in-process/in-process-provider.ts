import { Noticeboard } from "../../../provider/engine/declared/noticeboard";
import { PartialFailure } from "../../../provider/engine/failures";
import type { Hooks } from "../../../provider/engine/hooks";
import { Session } from "../../../provider/engine/session";
import { hooksByType } from "../../../provider/hooks-by-type";
import type { Time } from "../../../provider/http/pace";
import {
  type LogLine,
  type Properties,
  type Provider,
  type ProviderOptions,
  StepError,
  unsealed,
} from "../pulumi/provider";
import { elapsingTime } from "./elapsing-time";

/**
 * All resources with a session of their own, as each run of Pulumi has one, and without the process around it: a thousand times cheaper.
 * What goes in and out takes the form that it has on the wire.
 */
export class InProcessProvider implements Provider {
  readonly log: LogLine[] = [];
  readonly #env: Record<string, string>;
  readonly #session: Session;
  readonly #hooks: Readonly<Record<string, Hooks>>;

  constructor({ env = {}, config = {} }: ProviderOptions, time: Time = elapsingTime()) {
    this.#env = { ...env };
    const engine = {
      log: (severity: LogLine["severity"], text: string) => void this.log.push({ severity, text, ephemeral: false }),
      status: (text: string) => void this.log.push({ severity: "info", text, ephemeral: true }),
      mustBeAlive: async () => {},
    };
    this.#session = new Session(this.#env, engine, new Noticeboard(undefined), time);
    this.#session.configure({ get: (key) => config[key] });
    this.#hooks = hooksByType(this.#session);
  }

  async check(olds: Properties, news: Properties) {
    const { inputs, failures } = await this.#of(news).check(sent(olds), sent(news));
    return {
      inputs: answered(inputs, news),
      failures: failures.map(({ property, reason }) => `${property}${reason}`),
    };
  }

  diff(id: string, olds: Properties, news: Properties) {
    return told(this.#of(news).diff(id, sent(olds), sent(news)));
  }

  async create(inputs: Properties) {
    const { id, outs } = await told(this.#of(inputs).create(sent(inputs)));
    return { id, outs: answered(outs, inputs) };
  }

  async update(id: string, olds: Properties, news: Properties) {
    const { outs } = await told(this.#of(news).update(id, sent(olds), sent(news)));
    return answered(outs, news);
  }

  async read(id: string, props: Properties) {
    const { id: foundId = "", props: outs, inputs } = await told(this.#of(props).read(id, sent(props)));
    return {
      id: foundId,
      props: answered(outs, props),
      inputs: inputs === undefined ? undefined : answered(inputs, props),
    };
  }

  delete(id: string, props: Properties) {
    return told(this.#of(props).delete(id, sent(props)));
  }

  /** Nothing is printed without a process: see `log`. */
  output(): string {
    return "";
  }

  async setNow(now: string): Promise<void> {
    this.#env.GITLAB_CI_ACCESS_NOW = now;
  }

  /** Closes the session's sockets. */
  stop(): Promise<void> {
    return this.#session.close();
  }

  /** The text that stands for the provider in every state names the type. */
  #of({ __provider }: Properties): Hooks {
    const type = /provider\('(\w+)'\)/.exec(String(__provider))?.[1] ?? "";
    const hooks = this.#hooks[type];
    if (hooks === undefined) throw new Error(`there is no resource in ${String(__provider)}`);
    return hooks;
  }
}

/** As the engine hands properties to a provider: JSON, and secrets without their envelopes. */
function sent(properties: Properties): Properties {
  return unsealed(JSON.parse(JSON.stringify(properties))) as Properties; // An object stays an object.
}

/** As Pulumi's SDK answers: JSON, with the provider's text put back. */
function answered(properties: Properties | undefined, { __provider }: Properties): Properties {
  return JSON.parse(JSON.stringify({ ...properties, __provider }));
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PartialFailure) {
      const { id, properties, reasons } = error;
      throw new StepError(reasons.join("\n"), {
        id,
        properties: answered(properties, properties),
        reasons: [...reasons],
      });
    }
    throw error instanceof Error ? new StepError(error.message) : error;
  }
}
