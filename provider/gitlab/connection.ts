import type { Environment } from "../domain/environment";
import { refusal } from "../domain/user-error";
import { Client } from "../http/client";
import { Lanes } from "../http/lanes";
import type { Time } from "../http/pace";
import { type OpenTransport, openTransport } from "../http/transport";
import { Allowlists } from "./allowlists";
import { credentialOf, hasCredential } from "./credential";
import { Directory } from "./directory";
import { EntryPermissions } from "./entry-permissions";
import { concurrencyOf, type Instance, instanceOf, requestTimeoutOf, type Settings } from "./instance";
import { introductionOf } from "./introduction";
import { Paths } from "./paths";
import { SharedAccess } from "./shared-access";
import { Sight } from "./sight";
import { Version } from "./version";

/** One GitLab as the lifecycles see it. Everything in it is shared by all resources of the process. */
export interface GitLab {
  readonly client: Client;
  readonly directory: Directory;
  readonly allowlists: Allowlists;
  /** What the entries of allowlists give. */
  readonly permissions: EntryPermissions;
  /** What the entries of one project give now, for its single entries. */
  readonly access: SharedAccess;
  readonly paths: Paths;
  readonly version: Version;
  /** Whether a project or group is there, gone or hidden. */
  readonly sight: Sight;
  /** Returns whether there is a credential beside those that resources carry themselves. */
  hasCredential(): boolean;
  /** Where a resource makes many calls at once, they share these. */
  readonly lanes: Lanes;
  /** A line for the user. */
  say(text: string): void;
  warn(text: string): void;
}

/** What a connection needs of the process that it works in. */
export interface Surroundings {
  readonly env: Environment;
  readonly time: Time;
  say(text: string): void;
  warn(text: string): void;
  /** Shows a temporary line that says why the run waits. */
  announce(text: string): void;
  /** Runs before each call that must not happen twice; throws or never returns when the run is over. */
  beforeOnce(): Promise<void>;
  /** How long a call waits for rate limits in all; `Client` has the default. */
  readonly patienceMs?: number;
}

/** The one connection of a process. No socket is opened before the first call. */
export class Connection {
  readonly instance: Instance;
  readonly gitlab: GitLab;
  readonly #env: Environment;
  /** Runs before the first request. */
  readonly #introduce: () => void;
  #transport: OpenTransport | undefined;

  constructor(settings: Settings, { env, time, say, warn, announce, beforeOnce, patienceMs }: Surroundings) {
    this.#env = env;
    this.#introduce = () => {
      const credential = hasCredential(settings, env) ? credentialOf(settings, env) : undefined;
      const { line, warnings } = introductionOf(this.instance, credential);
      say(line);
      for (const warning of warnings) warn(warning);
    };
    this.instance = instanceOf(settings, env);
    const concurrency = concurrencyOf(settings, env);
    const client = new Client({
      origin: this.instance.origin,
      addressSource: this.instance.source,
      headers: this.instance.headers,
      credential: () => credentialOf(settings, env),
      transport: (exchange) => this.#opened().send(exchange),
      announce,
      beforeOnce,
      ...time,
      random: Math.random,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    // The directory has its own lanes, so that a diff's look-up doesn't wait for changes of lists.
    const directory = new Directory(client, new Lanes(concurrency));
    this.gitlab = {
      client,
      directory,
      allowlists: new Allowlists(client, time.now, (...found) => directory.learn(...found)),
      permissions: new EntryPermissions(client),
      access: new SharedAccess(client, time.now, (...found) => directory.learn(...found)),
      paths: new Paths(client, directory),
      version: new Version(client),
      sight: new Sight(client, env),
      hasCredential: () => hasCredential(settings, env),
      lanes: new Lanes(concurrency),
      say,
      warn,
    };
  }

  /** Waits for the calls under way and closes the sockets. */
  async close(): Promise<void> {
    await this.#transport?.close();
    this.#transport = undefined;
  }

  #opened(): OpenTransport {
    if (this.#transport === undefined) {
      this.#transport = opened(this.instance, this.#env);
      this.#introduce();
    }
    return this.#transport;
  }
}

function opened({ caCert }: Instance, env: Environment): OpenTransport {
  try {
    return openTransport({ timeoutMs: requestTimeoutOf(env), env, ...(caCert === undefined ? {} : { caCert }) });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw refusal(
      "network settings",
      `The network settings can't be used: ${problem}. Look at HTTPS_PROXY (it begins with http://), NODE_EXTRA_CA_CERTS, caCert and GITLAB_CI_ACCESS_REQUEST_TIMEOUT.`,
    );
  }
}
