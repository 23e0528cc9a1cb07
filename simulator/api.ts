import type { IncomingHttpHeaders } from "node:http";
import { routes } from "./areas";
import { answerGit, answerJob, type Knock } from "./areas/job-tokens/door";
import { answerRegistry, REGISTRY_PATH } from "./areas/job-tokens/registry";
import { requireSimulated } from "./areas/not-simulated";
import type { RateLimiter } from "./control/rate-limits";
import { redacted } from "./control/requests";
import { authenticate, type Credential, credentialIn, type Identity } from "./grape/auth";
import { parsePairs } from "./grape/body";
import { grapeError, NotSimulated, Refusal } from "./grape/errors";
import type { RawParams } from "./grape/params";
import { ok, type Reply } from "./grape/reply";
import { type Found, Router } from "./grape/router";
import type { GraphqlEndpoint } from "./graphql/endpoint";
import type { GraphqlFault } from "./graphql/fault";
import type { Inspection } from "./graphql/inspection";
import type { Instance } from "./model/instance";

/** A request as the server hands it over: read whole, not yet understood. */
export interface ApiRequest {
  readonly method: string;
  /** With query, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The parameters in the body. */
  readonly content: RawParams;
  /** Who sent it, as far as its first line and headers say. */
  readonly credential: Credential;
  /** What is to go wrong inside of GraphQL. */
  readonly fault?: GraphqlFault | undefined;
}

const PREFIX = "/api/v4";
const GRAPHQL_PATH = "/api/graphql";
/** Parameters of a body that hold a token. */
const CREDENTIALS = ["private_token", "access_token", "job_token"];

/** Everything behind `/api/v4` and `/api/graphql`: from a request that has been read to the answer. */
export class Api {
  readonly #router = new Router(routes);
  #endpoint: GraphqlEndpoint | undefined;

  constructor(
    readonly instance: Instance,
    readonly limiter: RateLimiter,
    readonly options: { readonly graphql: boolean; readonly log: (line: string) => void },
  ) {}

  log(line: string): void {
    this.options.log(line);
  }

  /** What a request asks GraphQL for; nothing for every other request. */
  inspect(target: string, content: RawParams): Inspection | undefined {
    if (!isGraphql(target)) return undefined;
    try {
      return this.#graphql.inspect({ ...queryOf(target), ...content });
    } catch (error) {
      // What can't be read is refused by the endpoint itself.
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** Looks up a request's credential before its body is read. */
  credentialOf({ target, headers }: Pick<ApiRequest, "target" | "headers">): Credential {
    return credentialIn(this.instance, { headers, given: queryOf(target) });
  }

  answer(request: ApiRequest): Reply {
    this.instance.deleteWhatIsDue();
    try {
      return this.#dispatch(request);
    } catch (error) {
      if (error instanceof NotSimulated) this.#complain(request, `not simulated: ${error.what}`);
      if (error instanceof Refusal) return error.reply;
      this.#complain(request, error instanceof Error ? error.stack : String(error));
      return { status: 500, body: { message: "500 Internal Server Error" } };
    }
  }

  #dispatch(request: ApiRequest): Reply {
    const { headers, content } = request;
    const { path, query } = splitTarget(request.target);
    const health = healthOf(path);
    if (health) return health;
    // A HEAD is a GET whose body is not sent.
    const method = request.method === "HEAD" ? "GET" : request.method;
    const given = { ...queryOf(request.target), ...content };
    const carried = CREDENTIALS.some((name) => name in content);
    const credential = carried ? credentialIn(this.instance, { headers, given }) : request.credential;
    // Throttles come before everything else, and count whatever is asked for.
    const caller = credential.user ? `user ${credential.user.id}` : "anonymous";
    const limited = this.limiter.take(caller, method, path);
    if (limited) return limited;
    if (this.options.graphql && path === GRAPHQL_PATH) {
      return this.#graphql.answer({ method, given, credential, fault: request.fault });
    }
    const knock = { instance: this.instance, method, given, credential };
    if (path === REGISTRY_PATH) return answerRegistry(knock, new URLSearchParams(query));
    const job = this.#answerJob(knock, path);
    if (job && "status" in job) return job;
    const found = this.#find(request, method, path);
    const identity = job ?? authenticate(this.instance, { method, path, headers, given, credential }, found.access);
    if (found.route === undefined) {
      if (method === "OPTIONS") return { status: 204, headers: allowed(found) };
      this.#complain(request, "the simulated GitLab has this address, and not this method");
      throw notAllowed(found);
    }
    requireSimulated(found.route, given);
    return found.route.answer({
      instance: this.instance,
      identity,
      method,
      headers,
      url: this.instance.origin + path,
      search: query === "" ? "" : `?${query}`,
      given: { ...given, ...found.pathParams },
    });
  }

  /** Loaded by the first request to GraphQL: a third of what the simulator would load at its start, and most tests send none. */
  get #graphql(): GraphqlEndpoint {
    const graphql: typeof import("./graphql/endpoint") = require("./graphql/endpoint");
    this.#endpoint ??= new graphql.GraphqlEndpoint(this.instance);
    return this.#endpoint;
  }

  #answerJob(knock: Knock, path: string): Reply | Identity | undefined {
    const repository = /^\/(.+)\.git\/info\/refs$/.exec(path)?.[1];
    if (repository !== undefined) return answerGit(knock, repository);
    return path.startsWith(`${PREFIX}/`) ? answerJob(knock, path.slice(PREFIX.length)) : undefined;
  }

  #find(request: ApiRequest, method: string, path: string): Found {
    const found = path.startsWith(`${PREFIX}/`) ? this.#router.find(method, path.slice(PREFIX.length)) : undefined;
    if (found !== undefined) return found;
    if (/^\/api\/v3\/./.test(path)) throw grapeError(410, "API V3 is no longer supported. Use API V4 instead.");
    this.#complain(request, "there is no such endpoint in the simulated GitLab");
    throw grapeError(404, "404 Not Found");
  }

  #complain({ method, target }: ApiRequest, what: string | undefined): void {
    this.log(`${method} ${redacted(target)}: ${what}`);
  }
}

export function isGraphql(target: string): boolean {
  return splitTarget(target).path === GRAPHQL_PATH;
}

function queryOf(target: string): RawParams {
  return parsePairs(new URLSearchParams(splitTarget(target).query));
}

/** What load balancers ask. https://docs.gitlab.com/administration/monitoring/health_check/ */
function healthOf(path: string): Reply | undefined {
  if (path === "/-/health") return { status: 200, text: "GitLab OK", headers: { "Content-Type": "text/plain" } };
  if (path === "/-/liveness") return ok({ status: "ok" });
  return path === "/-/readiness" ? ok({ status: "ok", master_check: [{ status: "ok" }] }) : undefined;
}

/** Slashes that are doubled or at the end don't count: Rails removes them before it looks for a route. */
function splitTarget(target: string): { path: string; query: string } {
  const [path = "", ...rest] = target.split("?");
  return { path: path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, ""), query: rest.join("?") };
}

function notAllowed(found: Found): Refusal {
  return grapeError(405, "405 Not Allowed", allowed(found));
}

function allowed({ methods }: Found): { Allow: string } {
  return { Allow: ["OPTIONS", ...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].join(", ") };
}
