import type { Place } from "./access";
import { type Access, closes, mayOpen, opens } from "./access";
import type { Drift } from "./drift";
import { block, code, sentence } from "./escape";
import type { Finding, Findings } from "./policy";
import type { Touched } from "./settings";
import type { Overdue, Token } from "./tokens";

/** More lines than that nobody reads in a comment. */
const MOST_LINES = 50;
/** The first says what is wrong; the rest mostly follows from it. */
const MOST_ERRORS = 10;

export function accessSection({ gained, lost, released, switches }: Access): string[] {
  return list([
    ...switches
      .filter(opens)
      .map(({ project }) => `**Opened**: ${code(project.name)} to the job tokens of **every project**`),
    ...switches
      .filter(mayOpen)
      .map(({ project }) => `**May be opened**: ${code(project.name)}, which is not known before the update`),
    ...gained.map(({ caller, project }) => `**Gains**: ${tokensOf(caller)} may open ${code(project.name)}`),
    ...lost.map(({ caller, project }) => `**Loses**: ${tokensOf(caller)} may no longer open ${code(project.name)}`),
    ...switches
      .filter(closes)
      .map(({ project }) => `**Closed**: ${code(project.name)} to every job token that is not on its allowlist`),
    ...released.map(
      ({ caller, project }) =>
        `No longer declared, stays in GitLab: ${tokensOf(caller)} may open ${code(project.name)}`,
    ),
    ...switches
      .filter(({ before, after }) => before !== undefined && after === undefined)
      .map(({ project, before }) => `No longer declared, stays ${before ? "closed" : "open"}: ${code(project.name)}`),
  ]);
}

export function findingsSection(findings: readonly Finding[]): string[] {
  return list(
    findings.map(({ rule, severity, resource, message }) => {
      const about = resource === undefined ? "" : ` on ${code(resource)}`;
      return `${code(rule)}${severity === undefined ? "" : ` (${sentence(severity)})`}${about}: ${sentence(message)}`;
    }),
  );
}

export function waiversSection({ waived }: Findings): string[] {
  return list(
    waived.map(({ rule, resource, reason, until, message }) => {
      const about = resource === undefined ? "" : ` on ${code(resource)}`;
      return `${code(rule)}${about}, ${until === undefined ? "for good" : `until ${code(until)}`}, because ${sentence(reason)}: ${sentence(message)}`;
    }),
  );
}

export function errorsSection(errors: readonly string[]): string[] {
  return errors.slice(0, MOST_ERRORS).map(block);
}

export function tokensSection(tokens: readonly Token[]): string[] {
  const [moving, resting] = [
    tokens.filter(({ event }) => event !== "kept"),
    tokens.filter(({ event }) => event === "kept"),
  ];
  return list([...moving, ...resting.filter(isLate)].map(lineOf)).concat(
    folded("Tokens that stay as they are", resting.filter((token) => !isLate(token)).map(lineOf)),
  );
}

const verbs: Readonly<Record<Token["event"], string>> = {
  created: "**New**",
  kept: "Stays",
  removed: "**Revoked**",
  renewed: "**Renewed by this run**",
  replaced: "**Replaced by a new one**",
};

function lineOf(token: Token): string {
  const { event, kind, name, place, endsOn, dueOn, overlapsUntil, overdue } = token;
  const dates =
    event === "removed" || endsOn === undefined
      ? ""
      : `; ends ${code(endsOn)}${dueOn === undefined ? "" : `, due again from ${code(dueOn)} on`}`;
  const overlap = overlapsUntil === undefined ? "" : `; the previous one stays good until ${code(overlapsUntil)}`;
  return `${verbs[event]}: ${kind} ${code(name)} of ${code(place)}${dates}${overlap}${overdue === undefined ? "" : lateness(overdue)}`;
}

function lateness({ problem, since, endsOn }: Overdue): string {
  return problem === "rotation not done"
    ? `. **Overdue**: it was due on ${code(since)}, and the present one ends on ${code(endsOn)}`
    : `. **Overdue**: the previous one was to be revoked on ${code(since)}`;
}

function isLate({ overdue }: Token): boolean {
  return overdue !== undefined;
}

const doings: Readonly<Record<Touched["operation"], string>> = {
  create: "**Appears**",
  delete: "**Vanishes**",
  replace: "**Is replaced**",
  same: "Stays",
  update: "**Changes**",
};

export function touchedSection(all: readonly Touched[]): string[] {
  return list(
    all.map(({ operation, name, what, settings }) => {
      const changes = settings.map(({ key, before, after }) => `${code(key)}: ${code(before)} → ${code(after)}`);
      return `${doings[operation]}: ${code(name)} (${sentence(what)})${changes.length > 0 ? `; ${changes.join("; ")}` : ""}`;
    }),
  );
}

export function driftSection({ access, others }: Drift): string[] {
  return [
    ...accessSection(access),
    ...list(
      others.map(({ name, type, keys }) => {
        const how = keys === undefined ? "is gone" : `differs in ${keys.map(code).join(", ")}`;
        return `${code(name)} (${sentence(type)}) ${how}`;
      }),
    ),
  ];
}

function tokensOf({ kind, name, key }: Place): string {
  if (key === undefined) return `job tokens of ${sentence(name)}`;
  return kind === "group" ? `job tokens of every project below group ${code(name)}` : `job tokens of ${code(name)}`;
}

function list(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
  return [[...lines.slice(0, MOST_LINES), ...more].map((line) => `- ${line}`).join("\n")];
}

function folded(summary: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${summary}</summary>`, ...list(lines), "</details>"];
}
