import type { Fault } from "pulumi-gitlab-ci-access/simulator";

/** GitLab takes one request that must not happen twice, and its answer suffers. */
export const faults: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: "refused", fault: { kind: "refuse" } },
  { name: "reset before GitLab acted", fault: { kind: "resetBefore" } },
  { name: "reset after GitLab acted", fault: { kind: "resetAfter" } },
  { name: "no answer", fault: { kind: "hang" } },
  { name: "no answer although GitLab acted", fault: { kind: "hang", acts: true } },
  { name: "429", fault: { kind: "status429", retryAfter: 1 } },
  { name: "500", fault: { kind: "status", status: 500 } },
  { name: "500 although GitLab acted", fault: { kind: "status", status: 500, acts: true } },
  { name: "502", fault: { kind: "status", status: 502 } },
  { name: "502 although GitLab acted", fault: { kind: "status", status: 502, acts: true } },
  { name: "403", fault: { kind: "status", status: 403 } },
  { name: "a web page", fault: { kind: "html" } },
  { name: "a web page although GitLab acted", fault: { kind: "html", acts: true } },
  { name: "an answer that is cut off", fault: { kind: "truncatedJson" } },
  { name: "an empty answer", fault: { kind: "emptyBody" } },
];
