import type { AddressKind } from "../gitlab/address";
import { type GitLabError, isNotFound } from "../gitlab/errors";
import { refusal } from "../runtime/failures";
import { type Failure, known } from "./allowlist-edit";
import { kinds, listOf } from "./allowlist-inputs";
import { addressOf } from "./allowlist-names";
import type { Entry } from "./allowlist-plan";
import type { Switch } from "./allowlist-switch";

/** So many failures are told in full; the others are named. */
const TOLD_IN_FULL = 5;
/** Of names, so many characters make one line: Pulumi's connection does not bear long ones. */
const LINE = 1_500;
/** So many of these lines fit beside the state of a long list; the rest is said as warnings. */
const LINES = 5;

interface Outcome {
  readonly projectId: string;
  readonly failures: readonly Failure[];
  /** What is not wanted and still there. */
  readonly left: readonly Entry[];
  readonly toSwitch: Pick<Switch, "failure" | "found">;
  readonly isFilled: boolean;
}

interface Report {
  readonly reason: GitLabError;
  readonly reasons: readonly string[];
  /** What is too long for an error. */
  readonly more: readonly string[];
}

/** All that did not come out as declared, or nothing. */
export function report(outcome: Outcome): Report | undefined {
  const { projectId, failures, left, toSwitch } = outcome;
  if (failures.length === 0 && left.length === 0 && toSwitch.failure === undefined) return undefined;
  const list = `the job token allowlist of project ${projectId}`;
  const failed = failures.map(({ doing, entry }) => `${doing} ${nameOf(entry)}`);
  const named = [
    ...lines(`Of the changes to ${list} these failed, the others are done: `, failed),
    ...lines(`${capital(list)} still holds what is not declared: `, left.map(nameOf)),
  ];
  const more = named.slice(LINES);
  const reasons = [
    ...named.slice(0, LINES),
    ...(more.length === 0 ? [] : ["Warnings of this resource name the others."]),
    ...[...new Set(failures.map(explained))].slice(0, TOLD_IN_FULL),
    ...(toSwitch.failure === undefined ? [] : [toSwitch.failure.message]),
    ...(outcome.isFilled || toSwitch.found.enabled !== false
      ? []
      : [`The switch of project ${projectId} was not turned on, because not everything declared is in the list.`]),
  ];
  return { reason: refusal(`${list} is not as declared`, reasons.join("\n")), reasons, more };
}

/** The error of a first run, with the text that takes over what is there. */
export function foreignEntries(projectId: string, foreign: readonly Entry[]): string {
  const lists = kinds.toReversed().flatMap((kind) => textOf(kind, foreign));
  return (
    `The job token allowlist of project ${projectId} holds entries that are not declared, and no preview has shown their removal. Nothing was touched. ` +
    `Add them to the declaration (${lists.join(", ")}), or set replaceExisting: true to have them removed.`
  );
}

/** The error of a delete in which not everything could be removed. */
export function failedRemovals(
  projectId: string,
  entries: readonly Entry[],
  outcomes: readonly PromiseSettledResult<void>[],
): GitLabError | undefined {
  const failures = entries.flatMap((entry, index): Failure[] => {
    const outcome = outcomes[index];
    return outcome?.status === "rejected" ? [{ entry, doing: "remove", error: known(outcome.reason) }] : [];
  });
  return report({ projectId, failures, left: [], toSwitch: { failure: undefined, found: {} }, isFilled: true })?.reason;
}

function textOf(kind: AddressKind, entries: readonly Entry[]): string[] {
  const addresses = entries.filter((entry) => entry.kind === kind).map(addressOf);
  return addresses.length === 0 ? [] : [`${listOf[kind]}: ${JSON.stringify(addresses).replaceAll(",", ", ")}`];
}

function explained({ doing, entry, error }: Failure): string {
  if (doing !== "remove" || !isNotFound(error)) return error.message;
  return (
    `${error.message} It is listed, but this GitLab doesn't find ${nameOf(entry)} for the token's user: an administrator can remove it ` +
    "in the project's Settings → CI/CD → Job token permissions, or give that user access to it."
  );
}

function nameOf(entry: Entry): string {
  return `${entry.kind} ${entry.path ?? entry.id}`;
}

function lines(beginning: string, names: readonly string[]): string[] {
  const texts: string[] = [];
  for (const name of names) {
    const last = texts.at(-1);
    if (last === undefined || last.length > LINE) texts.push(`${beginning}${name}`);
    else texts[texts.length - 1] = `${last}, ${name}`;
  }
  return texts.map((text) => `${text}.`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
