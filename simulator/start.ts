import { Api } from "./api";
import { accessOf, admits, type JobTokenAccess } from "./areas/allowlists/operations";
import { Control } from "./control/control";
import { Faults } from "./control/faults";
import { JobTokenIssuer } from "./control/job-token-issuer";
import { gitlabComLimits, type RateLimit, RateLimiter } from "./control/rate-limits";
import { RequestLog } from "./control/requests";
import { type Watcher, Watchers } from "./control/watchers";
import { type Estate, type EstateOptions, generateEstate } from "./estate/estate";
import { TOKEN_SCOPES } from "./model/access-tokens";
import { Clock } from "./model/clock";
import type { Edition, Offering } from "./model/edition";
import { Instance } from "./model/instance";
import { type PageSetting, type PageSettingValue, setPageSetting } from "./model/page-settings";
import { Release } from "./model/release";
import { newTokenValue } from "./model/secret-mint";
import { GitlabServer } from "./server";

/** How to start a simulated GitLab. */
export interface SimulatorOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** The token of the administrator `root`. @default a new one at each start */
  readonly token?: string;
  /** How long every request takes, in real milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** Where the clock stands still at the start; without it the clock runs with the real one. */
  readonly now?: Date | string;
  /** Whether the instance enforces job token protection, as every GitLab since 18.0 does at first. @default true */
  readonly enforceJobTokenScope?: boolean;
  /**
   * What the instance is licensed for. Below Premium, the environment scope of a group's variable is dropped without a
   * word. @default "free"
   */
  readonly edition?: Edition;
  /**
   * Who runs it. GitLab.com alone has `GET /groups/:id/manage/resource_access_tokens`; for its limits on requests there
   * is `rateLimits`. @default "self-managed"
   */
  readonly offering?: Offering;
  /**
   * The release whose answers are imitated, from 18.0 on: what `/version` and `/metadata` say, GraphQL's names and the
   * texts that jobs see. @default "19.5"
   */
  readonly version?: string;
  /** Whether `/api/graphql` is there; some proxies let only REST through. @default true */
  readonly graphql?: boolean;
  /** Limits on requests; `"gitlab.com"` for those of GitLab.com. @default none */
  readonly rateLimits?: readonly RateLimit[] | "gitlab.com";
  /** Gets a line for each request that no endpoint answers. @default a line on stderr */
  readonly log?: (line: string) => void;
}

/** A running simulated GitLab. */
export interface Simulator {
  /** Its origin, such as `http://127.0.0.1:8929`; the API is below `/api/v4`. */
  readonly url: string;
  /** A personal access token of the administrator `root`, with every scope. */
  readonly token: string;
  /** Scripts failures. */
  readonly faults: Faults;
  /** GitLab's date: tokens and memberships expire by it. */
  readonly clock: Clock;
  /** What was asked so far. */
  readonly requests: RequestLog;
  /** Starts jobs whose tokens then work as credentials: `jobTokens.create({ project: "acme/deploy", user: "root" })`. */
  readonly jobTokens: JobTokenIssuer;
  /**
   * Every token value that was ever given out, dead ones included: for scanning states and logs for leaks. In this
   * process only; nothing over HTTP answers it.
   */
  issuedSecrets(): string[];
  /** Returns whether a job of the caller gets into the project with its job token. Both are ids of projects. */
  admits(projectId: number, callerId: number): boolean;
  /** Returns what a job of the caller may do in the project with its job token; `undefined` where it does not get in. */
  jobTokenAccess(projectId: number, callerId: number): JobTokenAccess | undefined;
  /**
   * Calls the watcher with every request on which GitLab has acted, before it is answered. Returns a function that stops it. What a watcher throws
   * changes no answer; `close` throws the first such error, so that the test fails.
   */
  watch(watcher: Watcher): () => void;
  /** Sets what GitLab offers on the settings pages of a group or project only, found by its full path. */
  setOnPage<S extends PageSetting>(fullPath: string, name: S, value: PageSettingValue<S>): void;
  /**
   * Fills this GitLab with a company's projects, allowlists, log, runners and tokens: `estate({ projects: 2000, seed: 7 })`. Start it with
   * `enforceJobTokenScope: false`, else every project is closed.
   */
  estate(options: EstateOptions): Estate;
  /** How long every request takes from now on, in real milliseconds. */
  latencyMs: number;
  /** Stops listening and ends every connection. Throws what a watcher has thrown. */
  close(): Promise<void>;
}

/**
 * Starts a simulated GitLab on loopback. It holds an administrator `root` and a `ghost`; everything else is made
 * through GitLab's own REST calls.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, token = newTokenValue("glpat-"), enforceJobTokenScope = true, rateLimits = [] } = options;
  const { edition = "free", offering = "self-managed", version = "19.5" } = options;
  const clock = new Clock(options.now);
  const instance = new Instance(clock, { enforceJobTokenScope, edition, offering, release: new Release(version) });
  seed(instance, token);
  const [faults, requests, latency] = [new Faults(), new RequestLog(), { ms: options.latencyMs ?? 0 }];
  const limiter = new RateLimiter(rateLimits === "gitlab.com" ? gitlabComLimits : rateLimits, clock);
  const api = new Api(instance, limiter, { graphql: options.graphql ?? true, log: options.log ?? toStandardError });
  const jobTokens = new JobTokenIssuer(instance);
  const control = new Control(faults, clock, requests, jobTokens);
  const watchers = new Watchers();
  const server = new GitlabServer({ api, control, faults, requests, latency, watchers });
  instance.origin = `http://127.0.0.1:${await server.listen(port)}`;
  return {
    ...{ url: instance.origin, token, faults, clock, requests, jobTokens },
    get latencyMs() {
      return latency.ms;
    },
    set latencyMs(milliseconds) {
      latency.ms = milliseconds;
    },
    setOnPage: (fullPath, name, value) => {
      const place = instance.namespaces.atPath(fullPath);
      if (place === undefined || place.kind === "user") throw new Error(`There is no group or project at ${fullPath}.`);
      setPageSetting(place, name, value);
    },
    admits: (projectId, callerId) => admits(instance, projectId, callerId),
    jobTokenAccess: (projectId, callerId) => accessOf(instance, projectId, callerId),
    watch: (watcher) => watchers.add(watcher),
    estate: (options) => generateEstate(instance, options),
    issuedSecrets: () => instance.mint.issued(),
    close: async () => {
      await server.close();
      watchers.mustHaveSucceeded();
    },
  };
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function seed(instance: Instance, value: string): void {
  const root = { username: "root", name: "Administrator", email: "admin@example.com", admin: true };
  const { id: userId } = instance.addUser(root);
  instance.tokens.create({ userId, name: "root", scopes: TOKEN_SCOPES, expiresAt: null, value }, instance.clock.now());
  instance.addUser({ username: "ghost", name: "Ghost User", email: "ghost@example.com", kind: "ghost" });
}
