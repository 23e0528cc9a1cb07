import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { z } from "zod";
import { readBody } from "../grape/body";
import { grapeError, Refusal } from "../grape/errors";
import { created, noContent, ok, type Reply } from "../grape/reply";
import type { Clock } from "../model/clock";
import type { Fault, Faults } from "./faults";
import type { JobTokenIssuer } from "./job-token-issuer";
import type { RequestLog } from "./requests";

const PREFIX = "/__simulator/";

const headers = z.record(z.string(), z.string());
const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["refuse", "resetBefore", "resetAfter", "truncatedJson", "emptyBody"]) }),
  z.strictObject({ kind: z.literal("hang"), acts: z.boolean().exactOptional() }),
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.number().min(0) }),
  z.strictObject({
    kind: z.literal("status429"),
    retryAfter: z.number().min(0).exactOptional(),
    form: z.enum(["text", "json"]).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    body: z.unknown().exactOptional(),
    headers: headers.exactOptional(),
    acts: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("html"),
    status: z.int().min(200).max(599).exactOptional(),
    html: z.string().exactOptional(),
    acts: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("redirect"),
    location: z.string(),
    status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("fieldError"),
    field: z.string(),
    message: z.string().exactOptional(),
    nth: z.int().min(1).exactOptional(),
    acts: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("fieldTimeout"),
    field: z.string(),
    nth: z.int().min(1).exactOptional(),
    acts: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("fieldNull"), field: z.string(), nth: z.int().min(1).exactOptional() }),
  z.strictObject({
    kind: z.literal("graphqlErrors"),
    messages: z.array(z.string()).exactOptional(),
    acts: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("payloadErrors"), field: z.string(), errors: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("tooComplex"), score: z.int().exactOptional() }),
]) satisfies z.ZodType<Fault>;

const rule = z.strictObject({
  method: z.string().exactOptional(),
  path: z
    .union([z.string(), z.strictObject({ regex: z.string(), flags: z.string().optional() }).transform(toRegExp)])
    .exactOptional(),
  field: z.string().exactOptional(),
  times: z.int().min(1).exactOptional(),
  after: z.int().min(0).exactOptional(),
  fault,
});

const timeChange = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

const name = z.union([z.string(), z.int()]);
const job = z.strictObject({ project: name, user: name });

/** The simulator's own routes, for tests in other processes: faults, clock, requests and job tokens. No part of GitLab. */
export class Control {
  constructor(
    readonly faults: Faults,
    readonly clock: Clock,
    readonly requests: RequestLog,
    readonly jobTokens: JobTokenIssuer,
  ) {}

  owns(target: string): boolean {
    return target.startsWith(PREFIX);
  }

  async answer(request: IncomingMessage, target: string): Promise<Reply> {
    try {
      requireLoopback(request.headers);
      const body = (await readBody(request)).toString("utf8");
      return this.#dispatch(`${request.method} ${target.slice(PREFIX.length)}`, body);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  #dispatch(action: string, body: string): Reply {
    switch (action) {
      case "POST faults":
        this.faults.add(parsed(rule, body));
        return created({});
      case "DELETE faults":
        this.faults.clear();
        return noContent();
      case "POST clock":
        return this.#moveClock(parsed(timeChange, body));
      case "GET requests":
        return ok({ requests: this.requests.all, maxConcurrency: this.requests.maxConcurrency });
      case "POST job-tokens":
        return this.#startJob(parsed(job, body));
      case "DELETE requests":
        this.requests.clear();
        return noContent();
      default:
        throw grapeError(404, `The simulator has no '${action}'.`);
    }
  }

  #startJob(details: z.output<typeof job>): Reply {
    try {
      return created({ token: this.jobTokens.create(details) });
    } catch (error) {
      if (error instanceof RangeError) throw grapeError(400, error.message);
      throw error;
    }
  }

  #moveClock(change: z.output<typeof timeChange>): Reply {
    if ("now" in change) this.clock.set(change.now);
    else this.clock.advance({ seconds: change.advanceSeconds });
    return ok({ now: this.clock.now().toISOString() });
  }
}

/**
 * A web page must not control the simulator. It could reach it by a host name of its own for 127.0.0.1, or by a form, which a browser posts
 * without asking.
 */
function requireLoopback({ host, origin }: IncomingHttpHeaders): void {
  const from = origin?.replace(/^https?:\/\//, "");
  if (isLoopback(host ?? "") && (from === undefined || isLoopback(from))) return;
  throw grapeError(403, "The simulator's own routes answer on loopback addresses only.");
}

function isLoopback(host: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(host.replace(/:\d+$/, "").toLowerCase());
}

function parsed<T>(schema: z.ZodType<T>, body: string): T {
  const result = schema.safeParse(json(body));
  if (!result.success) throw grapeError(400, z.prettifyError(result.error));
  return result.data;
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw grapeError(400, `The body is not JSON: ${String(error)}`);
  }
}

function toRegExp({ regex, flags }: { regex: string; flags?: string | undefined }, context: z.RefinementCtx): RegExp {
  try {
    return new RegExp(regex, flags);
  } catch (error) {
    context.addIssue({ code: "custom", message: String(error) });
    return z.NEVER;
  }
}
