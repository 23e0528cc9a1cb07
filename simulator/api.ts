import type { IncomingHttpHeaders } from "node:http";
import { routes } from "./areas";
import type { RateLimiter } from "./control/rate-limits";
import { redacted } from "./control/requests";
import { authenticate, credentialOf, tokenKind, userBehind } from "./grape/auth";
import { parseBody, parsePairs } from "./grape/body";
import { grapeError, Refusal } from "./grape/errors";
import type { Reply } from "./grape/reply";
import { type Found, Router } from "./grape/router";
import type { Instance } from "./model/instance";

/** A request as the server hands it over: read whole, not yet understood. */
export interface ApiRequest {
  readonly method: string;
  /** With query, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const prefix = "/api/v4";

/** Everything behind `/api/v4`: from a request that has been read to the answer. */
export class Api {
  readonly #router = new Router(routes);

  constructor(
    readonly instance: Instance,
    readonly limiter: RateLimiter,
    readonly log: (line: string) => void,
  ) {}

  /** What can be said of a request's credential before its body is read, and without the credential. */
  whoIs({ target, headers }: Pick<ApiRequest, "target" | "headers">) {
    const given = parsePairs(new URLSearchParams(splitTarget(target).query));
    const value = credentialOf({ headers, given });
    return { tokenKind: tokenKind(this.instance, value), user: userBehind(this.instance, value)?.username ?? null };
  }

  answer(request: ApiRequest): Reply {
    this.instance.deleteWhatIsDue();
    try {
      return this.#dispatch(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      this.#complain(request, error instanceof Error ? error.stack : String(error));
      return { status: 500, body: { message: "500 Internal Server Error" } };
    }
  }

  #dispatch(request: ApiRequest): Reply {
    const { headers } = request;
    const { path, query } = splitTarget(request.target);
    // A HEAD is a GET whose body is not sent.
    const method = request.method === "HEAD" ? "GET" : request.method;
    const given = { ...parsePairs(new URLSearchParams(query)), ...parseBody(headers["content-type"], request.body) };
    // Throttles come before everything else, and count whatever is asked for.
    const user = userBehind(this.instance, credentialOf({ headers, given }));
    const limited = this.limiter.take(user ? `user ${user.id}` : "anonymous", method, path);
    if (limited) return limited;
    const found = path.startsWith(`${prefix}/`) ? this.#router.find(method, path.slice(prefix.length)) : undefined;
    if (found === undefined) {
      this.#complain(request, "there is no such endpoint in the simulated GitLab");
      throw grapeError(404, "404 Not Found");
    }
    const identity = authenticate(this.instance, { method, path, headers, given }, found.access);
    if (found.route === undefined) throw notAllowed(found);
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

  #complain({ method, target }: ApiRequest, what: string | undefined): void {
    this.log(`${method} ${redacted(target)}: ${what}`);
  }
}

/** Slashes that are doubled or at the end don't count: Rails removes them before it looks for a route. */
function splitTarget(target: string): { path: string; query: string } {
  const [path = "", ...rest] = target.split("?");
  return { path: path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, ""), query: rest.join("?") };
}

function notAllowed(found: Found): Refusal {
  const methods = found.methods.includes("GET") ? [...found.methods, "HEAD"] : found.methods;
  return grapeError(405, "405 Not Allowed", { Allow: ["OPTIONS", ...methods].join(", ") });
}
