/**
 * The address of a GitLab in the form in which states keep it and two are compared: with and without `/api/v4`, with and without a slash
 * at the end are the same. A problem is the end of a sentence that begins with "the address".
 */
export function parseOrigin(url: string): { origin: string } | { problem: string } {
  if (!URL.canParse(url)) return { problem: `is no URL: "${url}"` };
  const { protocol, username, password, origin, pathname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return { problem: "must begin with https:// or http://" };
  if (username !== "" || password !== "")
    return { problem: "contains a user or password; the credential belongs in GITLAB_TOKEN" };
  return { origin: origin + pathname.replace(/\/+$/, "").replace(/\/api\/v4$/, "") };
}
