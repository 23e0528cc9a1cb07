/** Paths have no case in GitLab. */
export function isBelow(path: string, group: string | undefined): boolean {
  return group !== undefined && path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}
