import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Dispatcher } from "undici";
import type { Environment } from "../domain/environment";
import { codeOf } from "../domain/error-code";

const CONNECT_TIMEOUT_MS = 10_000;
/** A page of 100 entries has about 150 kB. A larger body than this is no answer of these endpoints. */
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
  readonly env: Environment;
}

/** A transport and the sockets that it holds. */
export interface OpenTransport {
  readonly send: Transport;
  /** Closes the sockets after the requests under way have ended. */
  close(): Promise<void>;
}

/** One keep-alive dispatcher for all requests. Follows `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
export function openTransport({ timeoutMs, caCert, env }: TransportOptions): OpenTransport {
  const dispatcher = createDispatcher(env, caCert);
  const send: Transport = async ({ url, method, headers, body }) => {
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
  return { send, close: () => dispatcher.close() };
}

/** Returns whether no connection was made, so that GitLab can't have seen the request. */
export function neverConnected(error: unknown): boolean {
  return CONNECT_FAULTS.has(codeOf(error)) || isTlsFault(error);
}

export function isTlsFault(error: unknown): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|VERIFY|ISSUER/.test(codeOf(error));
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

function createDispatcher(env: Environment, caCert: string | undefined): Dispatcher {
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

/** Node adds these certificates to its defaults only where no `ca` is given. */
function extraCertificates(env: Environment): string[] {
  return env.NODE_EXTRA_CA_CERTS ? [readFileSync(env.NODE_EXTRA_CA_CERTS, "utf8")] : [];
}

function single(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
