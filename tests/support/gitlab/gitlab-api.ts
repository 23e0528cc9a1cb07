/** GitLab's REST API as a test uses it: to prepare a world, to change things behind Pulumi's back, and to see what GitLab then holds. */
export class GitLabApi {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.#ok("GET", path)) as T; // Tests say what they ask for.
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    return (await this.#ok("POST", path, body)) as T;
  }

  async put<T>(path: string, body: object): Promise<T> {
    return (await this.#ok("PUT", path, body)) as T;
  }

  async patch(path: string, body: object): Promise<void> {
    await this.#ok("PATCH", path, body);
  }

  async delete(path: string): Promise<void> {
    await this.#ok("DELETE", path);
  }

  async ids(path: string): Promise<number[]> {
    const ids: number[] = [];
    for (let page = 1; ; page += 1) {
      const rows = await this.get<{ id: number }[]>(`${path}?per_page=100&page=${page}`);
      ids.push(...rows.map((row) => row.id));
      if (rows.length < 100) return ids;
    }
  }

  async status(method: string, path: string, body?: object): Promise<number> {
    return (await this.#send(method, path, body)).status;
  }

  async #ok(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  #send(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}/api/v4${path}`, {
      method,
      headers: { "private-token": this.token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
