import { NOTE_LIMIT } from "../notes/notes";
import type { Preview } from "../preview/events";
import { footerOf, headerOf, type Provenance } from "../provenance";
import { accessOf, closes, opens, widens } from "./access";
import { driftOf, isDrifted } from "./drift";
import { code } from "./escape";
import { graphOf } from "./graph";
import { findingsOf } from "./policy";
import {
  accessSection,
  driftSection,
  errorsSection,
  findingsSection,
  tokensSection,
  touchedSection,
  waiversSection,
} from "./sections";
import { othersOf, runnersOf, variablesOf } from "./settings";
import { tokensOf } from "./tokens";

export interface Subject {
  readonly project: string;
  readonly stack: string;
  readonly now: Date;
  readonly provenance?: Provenance;
}

const legend =
  "<sub>A job token is the key that every CI job of a project carries. Arrows lead from whose jobs come in to what they open.</sub>";

/** A preview as GitLab-flavoured Markdown. It holds names and dates, and no value. */
export function markdownOf(preview: Preview, subject: Subject): string {
  const { changes, errors } = preview;
  const findings = findingsOf(preview);
  const access = accessOf(changes);
  const graph = graphOf(access);
  const drift = isDrifted(changes) ? driftSection(driftOf(changes)) : [];
  const sections = [
    titled("Refused by policy", findingsSection(findings.mandatory)),
    titled("Errors", errorsSection(errors.filter((text) => !/^preview failed\s*$/.test(text)))),
    titled("Changed behind Pulumi's back", drift),
    titled("Whose job tokens open what", [...accessSection(access), ...(graph === undefined ? [] : [graph, legend])]),
    titled("Tokens and when they rotate", tokensSection(tokensOf(changes, subject.now))),
    titled("Runners", touchedSection(runnersOf(changes))),
    titled("Variables", touchedSection(variablesOf(changes))),
    titled("Other resources", touchedSection(othersOf(changes))),
    titled("Advice of the policies", findingsSection(findings.advisory)),
    titled("Waivers", waiversSection(findings)),
  ];
  const { provenance = {} } = subject;
  const name = code(`${subject.project}/${subject.stack}`);
  const header = [markerOf(subject), ...headerOf(provenance)].join("\n");
  const head = [header, `### GitLab CI access: ${name}`, verdict(preview)];
  return withinLimit(head, sections.flat(), footerOf(provenance, name));
}

/** The first line of a comment, by which the next run finds it. Two stacks of one merge request have two comments. */
export function markerOf({ project, stack }: Pick<Subject, "project" | "stack">): string {
  const name = encodeURIComponent(`${project}/${stack}`).replaceAll("-", "%2D"); // Two of them would end an HTML comment.
  return `<!-- gitlab-ci-access report ${name} -->`;
}

export const anyMarker = /^<!-- gitlab-ci-access report [\w.%]+ -->/;

export function succeeded({ result }: Pick<Preview, "result">): boolean {
  return result === "succeeded";
}

function verdict(preview: Preview): string {
  const { mandatory } = findingsOf(preview);
  if (succeeded(preview)) return `${countsOf(preview)}.`;
  if (mandatory.length > 0)
    return `**Refused by policy**: ${counted(mandatory.length, "mandatory violation")}. ${countsOf(preview)}.`;
  return "**The preview failed**: nothing below is complete.";
}

function countsOf({ changes }: Preview): string {
  const access = accessOf(changes);
  const opened = access.switches.filter(opens).length;
  const closed = access.switches.filter(closes).length;
  const moved = changes.filter(({ operation, type }) => operation !== "same" && !type.startsWith("pulumi:")).length;
  if (moved === 0) return isDrifted(changes) ? "Nothing is left to do" : "Nothing changes";
  const parts = [
    opened > 0 ? `${counted(opened, "project")} opened to everybody` : "",
    access.gained.length > 0 ? `${counted(access.gained.length, "access", "accesses")} gained` : "",
    access.lost.length > 0 ? `${access.lost.length} lost` : "",
    closed > 0 ? `${counted(closed, "project")} closed` : "",
    `${counted(moved, "change")} in all`,
  ];
  const verb = widens(access) ? "**This change widens access**" : "No access widens";
  return `${verb}: ${parts.filter((part) => part !== "").join(", ")}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function titled(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [[`#### ${title}`, ...parts].join("\n\n")];
}

/** Whole sections are left out, so that no block stays open. */
function withinLimit(head: readonly string[], sections: readonly string[], footer: readonly string[]): string {
  const note = "_The rest is too long for a comment: the preview's own output has it._";
  const kept: string[] = [];
  let room = NOTE_LIMIT - [...head, ...footer, note, ""].join("\n\n").length;
  for (const section of sections) {
    room -= section.length + 2;
    if (room < 0) break;
    kept.push(section);
  }
  const rest = kept.length < sections.length ? [note] : [];
  return `${[...head, ...kept, ...rest, ...footer].join("\n\n")}\n`;
}
