import type { Reply } from "../grape/reply";
import { type GraphqlFault, isGraphqlFault } from "../graphql/fault";
import type { Clock } from "../model/clock";
import type { Fault } from "./faults";
import { throttled, tooManyOfThis } from "./rate-limits";

/** What happens on the wire in the end. */
export type Outcome =
  | { readonly kind: "answer"; readonly reply: Reply }
  | { readonly kind: "truncate"; readonly reply: Reply }
  | { readonly kind: "reset" }
  | { readonly kind: "silence" };

/** Plays a fault on a request that has been read. `act` lets GitLab do what was asked, and is called once at most. */
export function play(fault: Fault, act: (inside?: GraphqlFault) => Reply, clock: Clock): Outcome {
  if (isGraphqlFault(fault)) return answer(act(fault));
  switch (fault.kind) {
    case "refuse":
    case "resetBefore":
      return { kind: "reset" };
    case "resetAfter":
      act();
      return { kind: "reset" };
    case "hang":
      if (fault.acts) act();
      return { kind: "silence" };
    case "slow":
      return answer(act());
    case "truncatedJson": {
      const reply = act();
      // An answer without a body is cut off before its first byte.
      return reply.body === undefined ? { kind: "reset" } : { kind: "truncate", reply };
    }
    case "emptyBody": {
      const { body: _body, text: _text, ...rest } = act();
      return answer({ ...rest, text: "" });
    }
    default:
      return answer(replaced(fault, act, clock));
  }
}

type Replacing = Extract<Fault, { kind: "status429" | "status" | "html" | "redirect" }>;

function replaced(fault: Replacing, act: () => Reply, clock: Clock): Reply {
  if (fault.kind === "status429") return fault.form === "json" ? tooManyOfThis() : throttle(fault.retryAfter, clock);
  if (fault.kind === "redirect") {
    return { status: fault.status ?? 302, text: "", headers: { Location: fault.location } };
  }
  if (fault.acts) act();
  if (fault.kind === "status") {
    const { status, headers = {} } = fault;
    return { status, body: "body" in fault ? fault.body : { message: defaultMessage(status) }, headers };
  }
  const text = fault.html ?? "<!DOCTYPE html>\n<html><head><title>GitLab</title></head><body>Sign in</body></html>\n";
  return { status: fault.status ?? 200, text, headers: { "Content-Type": "text/html; charset=utf-8" } };
}

/** Without `retryAfter` the header is missing, and with it the reset time: the client has nothing to go by. */
function throttle(retryAfter: number | undefined, clock: Clock): Reply {
  const now = Math.floor(clock.now().getTime() / 1000);
  const name = "throttle_authenticated_api";
  const reply = throttled({ name, limit: 2000, periodSeconds: 60, observed: 2001, now });
  const {
    "Retry-After": _retry,
    "RateLimit-Reset": _reset,
    "RateLimit-ResetTime": _time,
    ...headers
  } = {
    ...reply.headers,
  };
  if (retryAfter === undefined) return { ...reply, headers };
  const reset = now + retryAfter;
  const when = {
    "Retry-After": String(retryAfter),
    "RateLimit-Reset": String(reset),
    "RateLimit-ResetTime": new Date(reset * 1000).toUTCString(),
  };
  return { ...reply, headers: { ...headers, ...when } };
}

function defaultMessage(status: number): string {
  const texts: Readonly<Record<number, string>> = {
    400: "400 Bad request",
    401: "401 Unauthorized",
    403: "403 Forbidden",
    404: "404 Not Found",
    409: "409 Conflict",
    422: "422 Unprocessable Entity",
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Unavailable",
    504: "504 Gateway Timeout",
  };
  return texts[status] ?? String(status);
}

function answer(reply: Reply): Outcome {
  return { kind: "answer", reply };
}
