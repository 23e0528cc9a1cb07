import type { Fault } from "pulumi-gitlab-ci-access/simulator";

/** What can happen to one request. */
export interface RequestFault {
  readonly name: string;
  readonly fault: Fault;
  /** Every step succeeds all the same, because what was lost is repeated or looked up. */
  readonly passes?: true;
}

export const faults: readonly RequestFault[] = [
  { name: "the connection is refused", fault: { kind: "refuse" }, passes: true },
  { name: "the connection is reset before GitLab acted", fault: { kind: "resetBefore" }, passes: true },
  { name: "the connection is reset after GitLab acted", fault: { kind: "resetAfter" }, passes: true },
  { name: "no answer comes and GitLab did not act", fault: { kind: "hang" }, passes: true },
  { name: "no answer comes and GitLab acted", fault: { kind: "hang", acts: true }, passes: true },
  { name: "status code 429 with Retry-After", fault: { kind: "status429", retryAfter: 1 }, passes: true },
  { name: "status code 502", fault: { kind: "status", status: 502 }, passes: true },
  { name: "status code 502 although GitLab acted", fault: { kind: "status", status: 502, acts: true }, passes: true },
  { name: "status code 503 although GitLab acted", fault: { kind: "status", status: 503, acts: true }, passes: true },
  { name: "status code 500", fault: { kind: "status", status: 500 } },
  { name: "status code 500 although GitLab acted", fault: { kind: "status", status: 500, acts: true } },
  { name: "status code 403", fault: { kind: "status", status: 403 } },
  { name: "a web page instead of JSON", fault: { kind: "html" } },
  { name: "a web page although GitLab acted", fault: { kind: "html", acts: true } },
  { name: "an answer that is cut off", fault: { kind: "truncatedJson" } },
  { name: "an empty answer", fault: { kind: "emptyBody" } },
  {
    name: "a redirect to another host",
    fault: { kind: "redirect", location: "https://login.example/users/sign_in" },
  },
];

/** Seconds that a client waits for an answer: short where none comes, and long enough for a busy machine where one does. */
export function timeoutFor({ kind }: Fault): string {
  return kind === "hang" ? "0.2" : "20";
}
