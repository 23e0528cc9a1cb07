import type { IncomingMessage } from "node:http";
import { grapeError } from "./errors";
import type { RawParams } from "./params";

/** Larger than anything the API needs; a guard against a runaway client. */
const maximumBytes = 32 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maximumBytes) throw grapeError(413, "413 Request Entity Too Large");
  }
  return Buffer.concat(chunks);
}

/** Parameters from a body, in any of the forms GitLab reads: JSON, URL-encoded, multipart. */
export function parseBody(contentType: string | undefined, body: Buffer): RawParams {
  if (body.length === 0) return {};
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "multipart/form-data") return parseMultipart(contentType ?? "", body);
  if (type === undefined || type === "application/x-www-form-urlencoded") {
    return parsePairs(new URLSearchParams(body.toString("utf8")));
  }
  if (type !== "application/json") throw grapeError(415, `The provided content-type '${type}' is not supported.`);
  return parseJson(body.toString("utf8"));
}

function parseJson(text: string): RawParams {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    throw grapeError(400, "message body does not match declared format");
  }
}

/** Pairs in Rails' notation: `a=1`, `list[]=1`, `filter[environment_scope]=*`. */
export function parsePairs(pairs: Iterable<readonly [string, string]>): RawParams {
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

function parseMultipart(contentType: string, body: Buffer): RawParams {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw grapeError(400, "message body does not match declared format");
  const pairs: [string, string][] = [];
  // latin1 keeps one character per byte, so that splitting does not harm a part's own encoding.
  for (const part of body.toString("latin1").split(`--${boundary}`).slice(1, -1)) {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const name = /name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) continue;
    const content = rest.join("\r\n\r\n").replace(/\r\n$/, "");
    pairs.push([name, Buffer.from(content, "latin1").toString("utf8")]);
  }
  return parsePairs(pairs);
}
