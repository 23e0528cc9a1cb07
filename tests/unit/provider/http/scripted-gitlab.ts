import { Client, type ClientOptions } from "../../../../provider/http/client";
import type { Exchange, RawAnswer } from "../../../../provider/http/transport";

export const ORIGIN = "https://gitlab.acme.example";
export const TOKEN = "token-of-the-test";
export const NOW = Date.UTC(2026, 10, 21);

export type Reply = RawAnswer | Error;
type Headers = Readonly<Record<string, string>>;

export function answer(status: number, headers: Headers = {}, text = ""): RawAnswer {
  return { status, headers, text };
}

export function json(body: unknown, headers: Headers = {}, status = 200): RawAnswer {
  return answer(status, { "content-type": "application/json", ...headers }, JSON.stringify(body));
}

export function html(status = 200): RawAnswer {
  return answer(status, { "content-type": "text/html; charset=utf-8" }, "<!DOCTYPE html><title>Sign in</title>");
}

/** What undici or the system throws. */
export function fault(code: string): Error {
  return Object.assign(new Error(`a fault called ${code}`), { code });
}

/**
 * A GitLab that gives its scripted replies in order, or those that a function finds, behind a clock that moves only when somebody
 * sleeps. Its log has all that happened, in order: requests, waits, announcements.
 */
export class ScriptedGitLab {
  readonly log: string[] = [];
  readonly exchanges: Exchange[] = [];
  nowMs = NOW;
  /** What each answer waits for. */
  held: Promise<void> = Promise.resolve();

  readonly #script: Reply[] | ((exchange: Exchange) => Reply);

  constructor(script: Reply[] | ((exchange: Exchange) => Reply)) {
    this.#script = script;
  }

  client(options: Partial<ClientOptions> = {}): Client {
    return new Client({
      origin: ORIGIN,
      addressSource: "GITLAB_BASE_URL",
      headers: {},
      credential: () => ({ token: TOKEN, source: "GITLAB_TOKEN" }),
      transport: (exchange) => this.#reply(exchange),
      announce: (text) => this.log.push(`says: ${text}`),
      beforeOnce: async () => {},
      now: () => this.nowMs,
      sleep: async (ms) => this.#sleep(ms),
      random: () => 0,
      ...options,
    });
  }

  async #reply(exchange: Exchange): Promise<RawAnswer> {
    this.exchanges.push(exchange);
    this.log.push(`${exchange.method} ${exchange.url.replace(`${ORIGIN}/api/v4`, "")}`);
    const reply = typeof this.#script === "function" ? this.#script(exchange) : this.#script.shift();
    if (reply === undefined) throw new Error("the script has no further answer");
    await this.held;
    if (reply instanceof Error) throw reply;
    return reply;
  }

  /** Sleeps that begin together end together. */
  async #sleep(ms: number): Promise<void> {
    this.log.push(`waits ${ms} ms`);
    const until = this.nowMs + ms;
    await new Promise((resolve) => setImmediate(resolve));
    this.nowMs = Math.max(this.nowMs, until);
  }
}
