/** The groups of a project's path, the broadest first. */
export function groupsAbove(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

/** Paths have no case in GitLab. */
export function isBelow(path: string, group: string | undefined): boolean {
  return group !== undefined && path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}
