import http from "node:http";
import https from "node:https";

/** What is sent beside method and path. */
export interface Call {
  /** Values for the `:names` of the endpoint; each is encoded as one path segment. */
  readonly path?: Readonly<Record<string, string | number>>;
  /** The token that is sent as PRIVATE-TOKEN. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * GitLab's REST API as a test uses it: to prepare a world, to change things behind Pulumi's back, and to see what
 * GitLab then holds. `token` is its administrator's.
 */
export class GitLabApi {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Sends exactly what the call says, with no token unless it names one. */
  async send(endpoint: string, call: Call): Promise<Answer> {
    const [method = "", template = ""] = endpoint.split(" ");
    const url = new URL(`${this.url}/api/v4${filled(template, call.path ?? {})}`);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, String(value));
    return exchange(url, method, contentOf(call));
  }

  /** Does a step that has to succeed, as the administrator unless `call.as` says otherwise. */
  async do(endpoint: string, call: Call): Promise<unknown> {
    const { status, text } = await this.send(endpoint, { as: this.token, ...call });
    if (status < 200 || status > 299) throw new Error(`${endpoint} answered ${status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async get<T>(path: string): Promise<T> {
    return (await this.do(`GET ${path}`, {})) as T; // Tests say what they ask for.
  }

  async post<T>(path: string, json: object = {}): Promise<T> {
    return (await this.do(`POST ${path}`, { json })) as T;
  }

  async put<T>(path: string, json: object): Promise<T> {
    return (await this.do(`PUT ${path}`, { json })) as T;
  }

  async patch(path: string, json: object): Promise<void> {
    await this.do(`PATCH ${path}`, { json });
  }

  async delete(path: string): Promise<void> {
    await this.do(`DELETE ${path}`, {});
  }

  async ids(path: string): Promise<number[]> {
    const ids: number[] = [];
    for (let page = 1; ; page += 1) {
      const rows = await this.get<{ id: number }[]>(`${path}?per_page=100&page=${page}`);
      ids.push(...rows.map((row) => row.id));
      if (rows.length < 100) return ids;
    }
  }

  async status(method: string, path: string, json?: object): Promise<number> {
    const { status } = await this.send(`${method} ${path}`, { as: this.token, ...(json && { json }) });
    return status;
  }
}

function filled(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/(?<=\/):(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for :${name} of ${template}`);
    return encodeURIComponent(value);
  });
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

function contentOf(call: Call): Content {
  const headers = { ...(call.as === undefined ? {} : { "private-token": call.as }), ...call.headers };
  if (call.form !== undefined) {
    const type = "application/x-www-form-urlencoded;charset=UTF-8";
    return { headers: { "content-type": type, ...headers }, body: new URLSearchParams(call.form).toString() };
  }
  if (call.json === undefined) return { headers };
  return { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(call.json) };
}

/** With half of what `fetch` costs: the tests send tens of thousands of requests. Redirects are not followed. */
function exchange(url: URL, method: string, { headers: given, body }: Content): Promise<Answer> {
  const headers = { ...given, ...(body !== undefined && { "content-length": Buffer.byteLength(body) }) };
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text }));
    });
    sent.once("error", reject).end(body);
  });
}

function headersOf({ rawHeaders }: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return headers;
}
