import { createHash } from "node:crypto";
import type { Reply } from "./reply";

/**
 * Does what `Rack::ETag` does: a successful answer with a body gets a weak tag (the answer to a HEAD has lost its body by then). Other
 * answers must not be cached.
 */
export function cachingHeaders(method: string, reply: Reply, payload: Buffer): Record<string, string> {
  const isTagged = (reply.status === 200 || reply.status === 201) && method !== "HEAD" && payload.length > 0;
  if (!isTagged) return { "Cache-Control": "no-cache" };
  const digest = createHash("sha256").update(payload).digest("hex").slice(0, 32);
  return { ETag: `W/"${digest}"`, "Cache-Control": "max-age=0, private, must-revalidate" };
}

export function payloadOf({ body, text }: Reply): Buffer {
  if (text !== undefined) return Buffer.from(text);
  return body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

/** Does what `Rack::ConditionalGet` does: answers 304 to a client that has this answer already. */
export function unlessKnown(method: string, known: string | undefined, reply: Reply): Reply {
  if (known === undefined || method !== "GET" || reply.status !== 200) return reply;
  const caching = cachingHeaders(method, reply, payloadOf(reply));
  return caching.ETag === known ? { status: 304, headers: { ...reply.headers, ...caching } } : reply;
}
