import { type Clock, clockOf } from "../domain/clock";
import type { Environment } from "../domain/environment";
import { refusal } from "../domain/user-error";
import { Connection } from "../gitlab/connection";
import { originOf, type Settings } from "../gitlab/instance";
import { REAL_TIME, type Time } from "../http/pace";
import { Declared } from "./declared/declared";
import type { Noticeboard } from "./declared/noticeboard";
import type { Engine } from "./engine";
import { MadeOnce } from "./made-once";
import { Met } from "./met";
import type { Properties } from "./properties";

/** What one provider process works with: it serves one provider resource, so one instance and one credential. */
export class Session {
  /** What this process knows about the things that GitLab makes once. */
  readonly madeOnce: MadeOnce;
  /** The old inputs of each declaration (`__key`) that has been checked. A replacement is checked a second time, without them. */
  readonly oldInputs = new Map<string, Properties>();
  /** What this process has met in the state. */
  readonly met = new Met();
  readonly #env: Environment;
  readonly #engine: Engine;
  readonly #noticeboard: Noticeboard;
  readonly #time: Time;
  readonly #warned = new Set<string>();
  #settings: Settings = { get: () => undefined };
  #connection: Connection | undefined;

  constructor(env: Environment, engine: Engine, noticeboard: Noticeboard, time: Time = REAL_TIME) {
    this.#env = env;
    this.#engine = engine;
    this.#noticeboard = noticeboard;
    this.#time = time;
    this.madeOnce = new MadeOnce((text) => engine.log("warning", text));
  }

  /**
   * Only stores the settings: nobody waits for it, and an error here would not be repeated. It is called once per type, always with
   * the settings of the one provider resource that this process serves.
   */
  configure(settings: Settings): void {
    this.#settings = settings;
  }

  /** The connection to the one GitLab. Reads the settings when it is first asked for, and throws as long as they can't be used. */
  connection(): Connection {
    const engine = this.#engine;
    this.#connection ??= new Connection(this.#settings, {
      env: this.#env,
      time: this.#time,
      say: (text) => engine.log("info", text),
      warn: (text) => engine.log("warning", text),
      announce: (text) => engine.status(text),
      beforeOnce: () => engine.mustBeAlive(),
    });
    return this.#connection;
  }

  clock(): Clock {
    return clockOf(this.#env);
  }

  /** Waits by the same clock as the waits for GitLab's limits. */
  pause(ms: number): Promise<void> {
    return this.#time.sleep(ms);
  }

  /** A line for the user. */
  say(text: string): void {
    this.#engine.log("info", text);
  }

  /** Warns once in a process, where many resources have the same reason for the warning. */
  warnOnce(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#engine.log("warning", text);
  }

  /** Warns where the engine writes its state at the end of the run only: until then a new secret is nowhere but in its memory. */
  warnOfNewSecret(): void {
    if (!/^(1|true)$/i.test(this.#env.PULUMI_SKIP_CHECKPOINTS ?? "")) return;
    this.warnOnce(
      "PULUMI_SKIP_CHECKPOINTS is set: the tokens that this run makes, rotates and resets reach the state at its end only, and a run that is killed " +
        "before loses them. Unset it for stacks with access tokens or runners.",
    );
  }

  /** What the program of this run declares for this GitLab. */
  declared(): Declared {
    return new Declared(this.#noticeboard, this.connection().instance.origin);
  }

  /**
   * The state of one GitLab is never applied to another, where its ids would name other people's projects. Returns whether the state's
   * address is an old address of the same GitLab.
   */
  isRenamedFrom(recordedOrigin: string): boolean {
    const { origin, source } = this.connection().instance;
    if (recordedOrigin === origin) return false;
    const former = this.#env.GITLAB_CI_ACCESS_RENAMED_FROM;
    if (former && originOf(former, "GITLAB_CI_ACCESS_RENAMED_FROM") === recordedOrigin) return true;
    throw refusal(
      "another GitLab",
      `This resource belongs to the GitLab at ${recordedOrigin}, but the address in force is ${origin}, from ${source}. Nothing was touched. ` +
        `Set GITLAB_BASE_URL or gitlab:baseUrl back to ${recordedOrigin}; another GitLab needs another stack or an explicit provider of its own. ` +
        `If it is the same GitLab under a new address, run \`pulumi up\` once with GITLAB_CI_ACCESS_RENAMED_FROM=${recordedOrigin}.`,
    );
  }

  /** Closes the sockets. A process that ends doesn't need it. */
  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = undefined;
  }
}
