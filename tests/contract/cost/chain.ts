import type { RecordedRequest } from "pulumi-gitlab-ci-access/simulator";

/**
 * The rounds that a run had to wait for, one after another: a round begins where everything before it was answered. The same thing again,
 * as many additions are, is one round of this chain. Pages that are read at the same time arrive in any order: the round is called after the
 * first of them.
 */
export function chainOf(requests: readonly RecordedRequest[]): string[] {
  const chain: string[] = [];
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (const request of requests) {
    const round = nameOf(request);
    const last = chain.at(-1);
    if (request.startedAt >= answeredAt && round !== last) chain.push(round);
    else if (last !== undefined && placeIn(round) === placeIn(last) && round < last) chain.splice(-1, 1, round);
    answeredAt = Math.max(answeredAt, request.finishedAt ?? request.startedAt);
  }
  return chain;
}

function placeIn(round: string): string | undefined {
  return round.split(",")[0];
}

function nameOf({ method, path }: RecordedRequest): string {
  const [place = "", query] = path.split("?");
  const page = new URLSearchParams(query).get("page");
  const name = `${method} ${place.split("/").at(-1)}`;
  return page === null ? name : `${name}, page ${page}`;
}
