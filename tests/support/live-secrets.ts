import type { GitLabApi } from "./gitlab/gitlab-api";
import type { ListedToken } from "./resources/rotating-token";

/** The live tokens of a place like `/projects/7`, bots' and people's alike. */
export async function liveTokens(api: GitLabApi, place: string): Promise<ListedToken[]> {
  const tokens = await api.get<ListedToken[]>(`${place}/access_tokens?state=active&per_page=100`);
  return tokens.filter(({ active }) => active);
}

/** Returns whether GitLab takes the value as a credential. */
export async function works({ url }: { readonly url: string }, token: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/v4/personal_access_tokens/self`, { headers: { "private-token": token } });
  await answer.arrayBuffer();
  return answer.ok;
}

/** The values that stand in one of the texts for all to read. */
export function leaked(secrets: readonly string[], ...texts: readonly string[]): string[] {
  const readable = texts.join("\n");
  return secrets.filter((secret) => readable.includes(secret));
}
