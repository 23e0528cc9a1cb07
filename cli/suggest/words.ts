import { UNUSED_AFTER_DAYS } from "../inventory/summary";
import type { Covering, ListedEntry } from "./evidence";
import type { Refusal } from "./job-log";
import type { Proposal } from "./proposal";

/** What nobody should conclude from the authentication log. */
export const CAVEATS: readonly string[] = [
  "The log has requests that were let in, not those that were refused: while a project is closed, who is shut out is not in it.",
  "It says which project came in and when last, not what it did: the permissions of a new entry are your decision.",
  "What anybody may read of a public or internal project is not logged reliably. A job that runs once a year may be due.",
];

/** One project's part of the report. */
export function proposalInWords({ evidence, shutOut, unused, coverings }: Proposal): string[] {
  const { path, isClosed, callers, visibility } = evidence;
  const state =
    isClosed === undefined ? "whether it is closed is not known" : isClosed ? "closed" : "open to every job token";
  return [
    `${path}: ${state}, ${callers.length === 0 ? "nobody used it" : `${callers.length} used it`}`,
    ...shutOut.map(
      (caller) =>
        `  ${isClosed ? "used it before, and is not listed" : "would be shut out"}: ${caller}, last on ${lastOf(evidence, caller)}`,
    ),
    ...unused.map(
      (entry) =>
        `  unused for ${UNUSED_AFTER_DAYS} days: ${nameOf(entry)}, ${entry.lastUsed === undefined ? "never used" : `last on ${entry.lastUsed}`}`,
    ),
    ...coverings.map(coveringInWords),
    ...(visibility === "private" ? [] : [`  it is ${visibility}: what is read without the list is not in the log`]),
  ];
}

function coveringInWords({ group, callers, projects, neverUsed }: Covering): string {
  return `  instead of ${callers.length} of them, the group ${group}: ${projects} projects, ${neverUsed} of them never used it, and whatever is added below it later`;
}

function lastOf({ callers }: Proposal["evidence"], path: string): string {
  return callers.find((caller) => caller.path === path)?.lastUsed ?? "a day that is not known";
}

function nameOf({ kind, path, id }: ListedEntry): string {
  return `${kind} ${path ?? `${id} (hidden)`}`;
}

export function refusalInWords({ target, permissions, kind }: Refusal): string {
  if (kind === "permission missing")
    return `${target}: the entry of the job's project has to permit ${permissions.join(" and ")} as well`;
  if (kind === "not listed") return `${target}: the job's project is not on its list, nor is a group above it`;
  if (kind === "user has no access")
    return `${target}: the job's project is let in, and the user who started the job may not read the repository: no entry helps, a role there does`;
  if (kind === "another project's registry")
    return "the API of another project's container registry: no entry opens it to job tokens; pulling images it does";
  return "an endpoint that no permission opens: it needs an entry with default permissions";
}
