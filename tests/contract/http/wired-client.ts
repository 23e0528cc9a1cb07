import type { RequestListener } from "node:http";
import { z } from "zod";
import { type Call, Client } from "../../../provider/http/client";
import { path } from "../../../provider/http/path";
import { openTransport } from "../../../provider/http/transport";
import { type Listening, startProxy, startServer } from "./bare-server";

export const TOKEN = "token-of-the-test";
export const thing = z.object({ id: z.number() });

interface Way {
  readonly timeoutMs?: number;
  readonly caCert?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The client as a provider process has it, but that its waits between attempts take no time. */
export function clientOf(origin: string, { timeoutMs = 5_000, env = {}, ...more }: Way = {}): Client {
  return new Client({
    origin,
    addressSource: "GITLAB_BASE_URL",
    headers: {},
    credential: () => ({ token: TOKEN, source: "GITLAB_TOKEN" }),
    transport: openTransport({ timeoutMs, env, ...more }).send,
    announce: () => {},
    beforeOnce: async () => {},
    now: Date.now,
    sleep: async () => {},
    random: Math.random,
  });
}

export function call(method: Call["method"], more: Partial<Call> = {}): Call {
  return { method, path: path`/things/${1}`, purpose: { action: "do it", needs: "a role" }, ...more };
}

export const once = call("GET", { repeatable: false });

export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  );
}

const listening: Listening[] = [];
/** For afterEach. */
export async function stopAll(): Promise<void> {
  await Promise.all(listening.splice(0).map((server) => server.stop()));
}

export async function serve(...[answer, certificate]: Parameters<typeof startServer>): Promise<Listening> {
  const server = await startServer(answer, certificate);
  listening.push(server);
  return server;
}

export async function proxy(refuseWith?: number): Promise<Listening> {
  const server = await startProxy(refuseWith);
  listening.push(server);
  return server;
}

export const ok: RequestListener = (_request, response) => {
  response.setHeader("content-type", "application/json").end('{"id":7}');
};
