import type { GitLabApi } from "../../../support/gitlab/gitlab-api";

export interface Asked {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Default: the administrator's; null sends none. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly search?: string;
}

export interface Answered {
  readonly status: number;
  // What a test asked for is what it reads.
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of its own query
  readonly body: any;
}

/** Sends anything to `/api/graphql`. */
export async function postGraphql(gitlab: GitLabApi, body: unknown, asked: Asked = {}): Promise<Answered> {
  const { as = gitlab.token, headers, search = "" } = asked;
  const response = await fetch(`${gitlab.url}/api/graphql${search}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(as === null ? {} : { "private-token": as }), ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

export function query(gitlab: GitLabApi, text: string, asked: Asked = {}): Promise<Answered> {
  return postGraphql(gitlab, { query: text, variables: asked.variables }, asked);
}

/** What a query answers that has to succeed. */
export async function dataOf(gitlab: GitLabApi, text: string, asked: Asked = {}): Promise<Answered["body"]> {
  const { status, body } = await query(gitlab, text, asked);
  if (status !== 200 || body.errors) throw new Error(`GraphQL answered ${status}: ${JSON.stringify(body)}`);
  return body.data;
}
