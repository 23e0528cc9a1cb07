import { footerOf, headerOf, type Provenance } from "../provenance";
import { code } from "./escape";
import type { Reading } from "./reading";
import { sectionsOf } from "./sections";
import { verdictOf } from "./verdict";

export interface Subject {
  readonly project: string;
  readonly stack: string;
  readonly provenance?: Provenance;
}

/** A preview as GitLab-flavoured Markdown, with names and dates and no secret. Nothing that widens access is left out. */
export function markdownOf(reading: Reading, subject: Subject): string {
  const { provenance = {} } = subject;
  const name = code(`${subject.project}/${subject.stack}`);
  const header = [markerOf(subject), ...headerOf(provenance)].join("\n");
  const parts = [header, `### GitLab CI access: ${name}`, verdictOf(reading), ...sectionsOf(reading)];
  return `${[...parts, ...footerOf(provenance, name)].join("\n\n")}\n`;
}

/** The first line of a comment, by which the next run finds it. Two stacks of one merge request have two comments. */
export function markerOf({ project, stack }: Pick<Subject, "project" | "stack">): string {
  // Two hyphens would end an HTML comment. The others are characters that `anyMarker` does not take.
  const name = encodeURIComponent(`${project}/${stack}`).replace(/[-!'()*~]/g, (found) => `%${hex(found)}`);
  return `<!-- gitlab-ci-access report ${name} -->`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

export const anyMarker = /^<!-- gitlab-ci-access report [\w.%]+ -->/;

/** How a section begins. */
const SECTION = /\n\n(?=#### )/;
const TITLE = /\n\n(?=### )/;

/** The report as it fits into one comment. A longer one loses whole sections, so that no block stays open, and says so at the top. */
export function fitting(markdown: string, limit: number): string {
  if (markdown.length <= limit) return markdown;
  const [head = "", ...sections] = markdown.trimEnd().split(SECTION);
  const footer = /\n\n<sub>Preview of .*<\/sub>$/.exec(markdown.trimEnd())?.[0] ?? "";
  const note = `\n\n> [!warning]\n> **This report is too long for a comment**: it has ${markdown.length} characters, and GitLab takes ${limit}. Sections are missing below; the job that made it has the whole report.`;
  const kept: string[] = [head.replace(TITLE, `${note}\n\n`)];
  let room = limit - [...kept, footer, "\n"].join("").length;
  for (const section of sections) {
    if (section.length + 2 > room) continue;
    room -= section.length + 2;
    kept.push(section);
  }
  const text = kept.join("\n\n");
  return `${text.endsWith(footer) ? text : text + footer}\n`;
}
