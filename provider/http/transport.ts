import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Dispatcher } from "undici";

const CONNECT_TIMEOUT_MS = 10_000;
/** A page of 100 entries has about 150 kB; what exceeds this is no answer of these endpoints. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Pulumi runs four steps per core at once; more sockets than this would only reach GitLab's limits sooner. */
const MAX_SOCKETS = 32;

export interface Exchange {
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export type Transport = (exchange: Exchange) => Promise<RawAnswer>;

interface TransportOptions {
  readonly timeoutMs: number;
  readonly caCert?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One keep-alive dispatcher for the whole process. Follows `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
export function createTransport({ timeoutMs, caCert, env }: TransportOptions): Transport {
  const dispatcher = createDispatcher(env, caCert);
  return async ({ url, method, headers, body }) => {
    const target = new URL(url);
    const answer = await dispatcher.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.statusCode, headers: single(answer.headers), text: await answer.body.text() };
  };
}

/** Did the connection never come about, so that GitLab cannot have seen the request? */
export function neverConnected(error: unknown): boolean {
  return CONNECT_FAULTS.has(codeOf(error)) || isTlsFault(error);
}

export function isTlsFault(error: unknown): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|VERIFY|ISSUER/.test(codeOf(error));
}

/** The system's or undici's word for the fault, looked up through the chain of causes. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return ""; // Not instanceof: Node's own errors are of another realm under jest.
  if ("code" in error && typeof error.code === "string") return error.code;
  const inner = "errors" in error && Array.isArray(error.errors) ? error.errors[0] : "cause" in error && error.cause;
  if (inner) return codeOf(inner);
  return "name" in error ? String(error.name) : "";
}

const CONNECT_FAULTS = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_ABORTED", // A proxy that opened no tunnel: what we abort ourselves ends with a TimeoutError.
]);

function createDispatcher(env: TransportOptions["env"], caCert: string | undefined): Dispatcher {
  // Loaded when something is sent: most runs of check and diff send nothing, and it takes 50 ms.
  const { Agent, EnvHttpProxyAgent }: typeof import("undici") = require("undici");
  const ca = caCert === undefined ? undefined : [...rootCertificates, ...extraCertificates(env), caCert];
  const options = { connections: MAX_SOCKETS, maxResponseSize: MAX_ANSWER_BYTES };
  const tls = ca === undefined ? {} : { ca };
  const setting = (name: string) => env[name] || env[name.toUpperCase()] || "";
  const proxies = {
    httpProxy: setting("http_proxy"),
    httpsProxy: setting("https_proxy"),
    noProxy: setting("no_proxy"),
  };
  if (proxies.httpProxy || proxies.httpsProxy)
    return new EnvHttpProxyAgent({ ...options, ...proxies, requestTls: tls, proxyTls: tls, connect: tls });
  return new Agent({ ...options, connect: { timeout: CONNECT_TIMEOUT_MS, ...tls } });
}

/** Node adds these to its defaults only as long as no `ca` is given. */
function extraCertificates(env: TransportOptions["env"]): string[] {
  return env.NODE_EXTRA_CA_CERTS ? [readFileSync(env.NODE_EXTRA_CA_CERTS, "utf8")] : [];
}

function single(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
