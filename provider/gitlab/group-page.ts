/** GitLab tells the path of a group that it lists in its address only: `https://gitlab.acme.example/groups/acme/platform`. */
const GROUP_PAGE = /^[a-z]+:\/\/[^/]+.*?\/groups\/(.+)$/;

export function pathOfGroupPage(url: string | undefined): string | undefined {
  return url === undefined ? undefined : GROUP_PAGE.exec(url)?.[1];
}
