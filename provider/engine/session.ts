import { type Clock, clockOf } from "../domain/clock";
import { type Environment, REQUEST_TIMEOUT_S } from "../domain/environment";
import { refusal } from "../domain/user-error";
import { Allowlists } from "../gitlab/allowlists";
import {
  concurrencyOf,
  credentialOf,
  hasCredential,
  type Instance,
  instanceOf,
  originOf,
  type Settings,
} from "../gitlab/connection";
import { Directory } from "../gitlab/directory";
import { Client } from "../http/client";
import { Lanes } from "../http/lanes";
import type { Time } from "../http/pace";
import { createTransport, type Transport } from "../http/transport";
import { inWords } from "./declared/claims";
import type { Notice } from "./declared/declarations";
import type { Noticeboard } from "./declared/noticeboard";
import type { Engine } from "./engine";

const realTime: Time = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** One GitLab as the lifecycles see it. Everything in it is shared by all resources of the process. */
export interface GitLab {
  readonly client: Client;
  readonly directory: Directory;
  readonly allowlists: Allowlists;
  /** Is there a credential beside those that resources carry themselves? */
  hasCredential(): boolean;
  /** Where a resource makes many calls at once, they share these. */
  readonly lanes: Lanes;
  /** A line for the user. */
  say(text: string): void;
  warn(text: string): void;
}

/** What one provider process knows: it serves one provider resource, so one instance and one credential. */
export class Session {
  private settings: Settings = { get: () => undefined };
  private connected: { readonly instance: Instance; readonly gitlab: GitLab } | undefined;

  constructor(
    private readonly env: Environment,
    private readonly engine: Engine,
    private readonly noticeboard: Noticeboard,
    private readonly time: Time = realTime,
  ) {}

  /**
   * Stores and does nothing else: nobody waits for it, and an error here would not come again. It is called once per type, always with
   * the settings of the one provider resource that this process serves.
   */
  configure(settings: Settings): void {
    this.settings = settings;
  }

  get gitlab(): GitLab {
    return this.connection.gitlab;
  }

  get clock(): Clock {
    return clockOf(this.env);
  }

  /** A line for the user. */
  say(text: string): void {
    this.engine.log("info", text);
  }

  get origin(): string {
    return this.connection.instance.origin;
  }

  /**
   * Remembers what the program of this run declares; claims of another GitLab never meet these. Answers the problem where another
   * declaration speaks of the same thing and the two can't stand side by side.
   */
  declare(notice: Notice): string | undefined {
    const here = (claims: readonly string[]) => claims.map((claim) => this.claimHere(claim));
    const { texts, ids } = notice;
    const noticeHere = {
      ...notice,
      ...(texts === undefined ? {} : { texts: here(texts) }),
      ...(ids === undefined ? {} : { ids: here(ids) }),
    };
    this.noticeboard.note(noticeHere);
    const rival = this.noticeboard.rivalOf(noticeHere);
    if (rival === undefined) return undefined;
    const thing = inWords(rival.claim.slice(this.claimHere("").length));
    return `"${this.noticeboard.nameOf(notice.key)}" and "${rival.name}" both declare ${thing}: each would undo what the other does. Keep one of them.`;
  }

  isDeclared({ byId, byText }: { readonly byId: string; readonly byText: string }): boolean {
    return this.noticeboard.isDeclared({ byId: this.claimHere(byId), byText: this.claimHere(byText) });
  }

  private claimHere(claim: string): string {
    return `${this.origin} ${claim}`;
  }

  /**
   * State of one GitLab is never applied to another: its ids would name other people's projects. Answers whether the state's address is
   * an old one of the same GitLab.
   */
  isRenamedFrom(recordedOrigin: string): boolean {
    const { origin, source } = this.connection.instance;
    if (recordedOrigin === origin) return false;
    const former = this.env.GITLAB_CI_ACCESS_RENAMED_FROM;
    if (former && originOf(former, "GITLAB_CI_ACCESS_RENAMED_FROM") === recordedOrigin) return true;
    throw refusal(
      "another GitLab",
      `This resource belongs to the GitLab at ${recordedOrigin}, but the address in force is ${origin}, from ${source}. Nothing was touched. ` +
        `Set GITLAB_BASE_URL or gitlab:baseUrl back to ${recordedOrigin}; another GitLab needs another stack or an explicit provider of its own. ` +
        `If it is the same GitLab under a new address, run \`pulumi up\` once with GITLAB_CI_ACCESS_RENAMED_FROM=${recordedOrigin}.`,
    );
  }

  private get connection() {
    this.connected ??= this.connect();
    return this.connected;
  }

  private connect() {
    const { env, engine, settings, time } = this;
    const instance = instanceOf(settings, env);
    const concurrency = concurrencyOf(settings, env);
    let transport: Transport | undefined;
    const client = new Client({
      origin: instance.origin,
      addressSource: instance.source,
      headers: instance.headers,
      credential: () => credentialOf(settings, env),
      transport: (exchange) => {
        transport ??= transportFor(instance, env);
        return transport(exchange);
      },
      announce: (text) => engine.status(text),
      beforeOnce: () => engine.mustBeAlive(),
      ...time,
      random: Math.random,
    });
    const gitlab: GitLab = {
      client,
      directory: new Directory(client, new Lanes(concurrency)), // Lanes of its own: a diff's look-up doesn't wait for other lists' changes.
      allowlists: new Allowlists(client, time.now),
      hasCredential: () => hasCredential(settings, env),
      lanes: new Lanes(concurrency),
      say: (text) => engine.log("info", text),
      warn: (text) => engine.log("warning", text),
    };
    return { instance, gitlab };
  }
}

function transportFor({ caCert }: Instance, env: Environment): Transport {
  try {
    return createTransport({ timeoutMs: timeoutOf(env), env, ...(caCert === undefined ? {} : { caCert }) });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw refusal(
      "network settings",
      `The network settings can't be used: ${problem}. Look at HTTPS_PROXY (it begins with http://), NODE_EXTRA_CA_CERTS, caCert and GITLAB_CI_ACCESS_REQUEST_TIMEOUT.`,
    );
  }
}

function timeoutOf({ GITLAB_CI_ACCESS_REQUEST_TIMEOUT: given }: Environment): number {
  const seconds = Number(given || REQUEST_TIMEOUT_S);
  if (seconds > 0 && seconds < 86_400) return seconds * 1_000;
  throw new Error(`GITLAB_CI_ACCESS_REQUEST_TIMEOUT is "${given}", but must be a number of seconds`);
}
