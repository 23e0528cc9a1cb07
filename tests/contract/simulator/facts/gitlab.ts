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

/** A GitLab as seen over HTTP and nothing else: its origin and its administrator's token. */
export class Gitlab {
  constructor(
    readonly origin: string,
    readonly token: string,
  ) {}

  async send(endpoint: string, call: Call): Promise<Answer> {
    const [method = "", template = ""] = endpoint.split(" ");
    const url = new URL(`${this.origin}/api/v4${filled(template, call.path ?? {})}`);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, String(value));
    const response = await fetch(url, { method, redirect: "manual", ...contentOf(call) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** A step of an arrangement, done as the administrator unless `call.as` says otherwise. */
  async do(endpoint: string, call: Call): Promise<unknown> {
    const answer = await this.send(endpoint, { as: this.token, ...call });
    if (answer.status < 200 || answer.status > 299) {
      throw new Error(`The arrangement failed: ${endpoint} answered ${answer.status} ${answer.text}`);
    }
    return answer.text === "" ? undefined : JSON.parse(answer.text);
  }
}

function filled(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/:(\w+)/g, (_, name: string) => {
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
