/** An answer before it goes onto the wire. `body` is sent as JSON, `text` as it is, neither as an empty body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
});
export const created = (body: unknown): Reply => ({ status: 201, body });
export const accepted = (): Reply => ({ status: 202, body: { message: "202 Accepted" } });
export const noContent = (): Reply => ({ status: 204 });
