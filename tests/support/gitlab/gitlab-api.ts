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
  async send(endpoint: string, call: Call, redirect: "follow" | "manual" = "manual"): Promise<Answer> {
    const [method = "", template = ""] = endpoint.split(" ");
    const url = new URL(`${this.url}/api/v4${filled(template, call.path ?? {})}`);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, String(value));
    const response = await fetch(url, { method, redirect, ...contentOf(call) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Does a step that has to succeed, as the administrator unless `call.as` says otherwise. */
  async do(endpoint: string, call: Call): Promise<unknown> {
    const { status, text } = await this.send(endpoint, { as: this.token, ...call }, "follow");
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
    const { status } = await this.send(`${method} ${path}`, { as: this.token, ...(json && { json }) }, "follow");
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

function contentOf(call: Call): { headers: Record<string, string>; body?: string | URLSearchParams } {
  const headers = { ...(call.as === undefined ? {} : { "private-token": call.as }), ...call.headers };
  if (call.form !== undefined) return { headers, body: new URLSearchParams(call.form) };
  if (call.json === undefined) return { headers };
  return { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(call.json) };
}
