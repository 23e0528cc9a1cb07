import type { IncomingMessage } from "node:http";
import { grapeError } from "./errors";
import type { RawParams } from "./params";

/** Larger than anything the API needs; a guard against a runaway client. */
const MAXIMUM_BYTES = 32 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_BYTES) throw grapeError(413, "413 Request Entity Too Large");
  }
  return Buffer.concat(chunks);
}

const MULTIPART = "multipart/form-data";

/** Reads parameters from a body in any of the forms that GitLab takes: JSON, URL-encoded, multipart. */
export async function parseBody(contentType: string | undefined, body: Buffer): Promise<RawParams> {
  if (body.length === 0) return {};
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === MULTIPART) return parseMultipart(contentType ?? "", body);
  if (type === undefined || type === "application/x-www-form-urlencoded") {
    return parsePairs(new URLSearchParams(body.toString("utf8")));
  }
  if (type !== "application/json") throw grapeError(415, `The provided content-type '${type}' is not supported.`);
  return parseJson(body.toString("utf8"));
}

async function parseMultipart(contentType: string, body: Buffer): Promise<RawParams> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
    return parsePairs(form.entries());
  } catch {
    throw grapeError(400, "message body does not match declared format");
  }
}

function parseJson(text: string): RawParams {
  try {
    const value: unknown = JSON.parse(text);
    // Rails keeps a list under a name of its own.
    if (Array.isArray(value)) return { _json: value };
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    throw grapeError(400, "message body does not match declared format");
  }
}

/** Pairs in Rails' notation: `a=1`, `list[]=1`, `filter[environment_scope]=*`. */
export function parsePairs(pairs: Iterable<readonly [string, unknown]>): RawParams {
  const params: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const [, base = name, , key] = /^([^[]+)(\[([^\]]*)\])$/.exec(name) ?? [];
    if (key === undefined) params[name] = value;
    else if (key === "") params[base] = [...(Array.isArray(params[base]) ? params[base] : []), value];
    else params[base] = { ...(isRecord(params[base]) ? params[base] : {}), [key]: value };
  }
  return params;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
