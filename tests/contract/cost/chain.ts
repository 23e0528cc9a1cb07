import type { RecordedRequest } from "pulumi-gitlab-ci-access/simulator";

/**
 * The rounds that a run had to wait for, one after another: a round begins where everything before it was answered. The same thing again,
 * as many additions are, is one round of this chain.
 */
export function chainOf(requests: readonly RecordedRequest[]): string[] {
  const chain: string[] = [];
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (const request of requests) {
    const round = nameOf(request);
    if (request.startedAt >= answeredAt && round !== chain.at(-1)) chain.push(round);
    answeredAt = Math.max(answeredAt, request.finishedAt ?? request.startedAt);
  }
  return chain;
}

function nameOf({ method, path }: RecordedRequest): string {
  const [place = "", query] = path.split("?");
  const page = new URLSearchParams(query).get("page");
  const name = `${method} ${place.split("/").at(-1)}`;
  return page === null ? name : `${name}, page ${page}`;
}
