import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Api, isGraphql } from "./api";
import type { Control } from "./control/control";
import { type Outcome, play } from "./control/fault-play";
import type { Fault, Faults } from "./control/faults";
import { type RecordedRequest, type RequestLog, redacted } from "./control/requests";
import type { Watchers } from "./control/watchers";
import type { Credential } from "./grape/auth";
import { parseBody, readBody } from "./grape/body";
import { cachingHeaders, payloadOf, unlessKnown } from "./grape/caching";
import { Refusal } from "./grape/errors";
import type { RawParams } from "./grape/params";
import type { Reply } from "./grape/reply";
import type { GraphqlFault } from "./graphql/fault";

interface Parts {
  readonly api: Api;
  readonly control: Control;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly watchers: Watchers;
  /** How long every request takes; can be changed while the server runs. */
  readonly latency: { readonly ms: number };
}

/** What is known of a request before its body is read. */
interface Underway {
  readonly record: RecordedRequest;
  readonly fault: Fault | undefined;
  readonly credential: Credential;
  /** The body, where it had to be read before. */
  readonly read: Body | undefined;
}

/** A body that was read, or how its request ends without. */
type Body = { readonly content: RawParams } | { readonly outcome: Outcome };

/** The simulated GitLab on a socket: keeps connections alive, waits, plays faults, and lets the API answer. */
export class GitlabServer {
  readonly #server: Server;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#serve(request, response).catch((error) => {
        response.destroy();
        parts.api.log(
          `${request.method} ${redacted(request.url ?? "/")}: ${error instanceof Error ? error.stack : error}`,
        );
      });
    });
  }

  /** Listens on loopback only, and says on which port. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    // A server that listens on TCP has an address with a port.
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection, those with a request under way or hanging included. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { api, control, faults, requests } = this.#parts;
    const { url: target = "/", method = "GET", headers } = request;
    if (control.owns(target)) {
      this.#send(method, response, await control.answer(request, target));
      return;
    }
    const credential = api.credentialOf({ target, headers });
    const who = { tokenKind: credential.kind, user: credential.user?.username ?? null };
    const record = requests.open(method, target, who);
    response.once("close", () => requests.close(record));
    // What GraphQL is asked for, and so which fault is meant, is in the body.
    const early = isGraphql(target) ? await this.#read(request) : undefined;
    const inspection = early && "content" in early ? api.inspect(target, early.content) : undefined;
    record.operation = inspection?.operation ?? null;
    const fault = faults.take({ method, path: target, fields: inspection?.fields });
    record.fault = fault?.kind ?? null;
    const underway = { record, fault, credential, read: early };
    const outcome: Outcome = fault?.kind === "refuse" ? { kind: "reset" } : await this.#outcome(request, underway);
    if ("reply" in outcome) {
      record.status = outcome.reply.status;
      requests.close(record);
    }
    this.#deliver(method, outcome, response);
  }

  async #read(request: IncomingMessage): Promise<Body> {
    try {
      return { content: await parseBody(request.headers["content-type"], await readBody(request)) };
    } catch (error) {
      if (error instanceof Refusal) return { outcome: { kind: "answer", reply: error.reply } };
      // The client went away in the middle of its request: there is nobody to answer.
      if (request.socket.destroyed) return { outcome: { kind: "silence" } };
      throw error;
    }
  }

  async #outcome(request: IncomingMessage, underway: Underway): Promise<Outcome> {
    const { record, fault, credential } = underway;
    const { api, latency, watchers } = this.#parts;
    const { method = "GET", url: target = "/", headers } = request;
    const body = underway.read ?? (await this.#read(request));
    if ("outcome" in body) return body.outcome;
    const wait = latency.ms + (fault?.kind === "slow" ? fault.milliseconds : 0);
    if (wait > 0) await delay(wait);
    let watched: Promise<void> | undefined;
    const act = (inside?: GraphqlFault) => {
      const answer = api.answer({ method, target, headers, content: body.content, credential, fault: inside });
      const reply = unlessKnown(method, headers["if-none-match"], answer);
      watched = watchers.tell(record);
      return reply;
    };
    const outcome: Outcome = fault ? play(fault, act, api.instance.clock) : { kind: "answer", reply: act() };
    await watched;
    return outcome;
  }

  #deliver(method: string, outcome: Outcome, response: ServerResponse): void {
    switch (outcome.kind) {
      case "silence":
        return;
      case "reset":
        response.socket?.resetAndDestroy();
        return;
      case "truncate":
        this.#truncate(method, response, outcome.reply);
        return;
      case "answer":
        this.#send(method, response, outcome.reply);
    }
  }

  #send(method: string, response: ServerResponse, reply: Reply): void {
    const payload = payloadOf(reply);
    response.writeHead(reply.status, this.#headers(method, reply, payload));
    response.end(payload);
  }

  /** Promises the whole answer and sends half of it. */
  #truncate(method: string, response: ServerResponse, reply: Reply): void {
    const payload = payloadOf(reply);
    response.writeHead(reply.status, this.#headers(method, reply, payload));
    response.write(payload.subarray(0, Math.floor(payload.length / 2)), () => response.destroy());
  }

  #headers(method: string, reply: Reply, payload: Buffer): Record<string, string> {
    const requestId = randomUUID();
    return {
      ...(reply.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(reply.status === 204 || reply.status === 304 ? {} : { "Content-Length": String(payload.length) }),
      ...cachingHeaders(method, reply, payload),
      Date: this.#parts.api.instance.clock.now().toUTCString(),
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "SAMEORIGIN",
      "X-Gitlab-Meta": JSON.stringify({ correlation_id: requestId, version: "1" }),
      "X-Request-Id": requestId,
      ...reply.headers,
    };
  }
}
