/**
 * The parts of a violation's text. The policy pack hands the report one text for each violation, so this file both writes and reads it.
 */
export interface ViolationText {
  readonly message: string;
  /** The waiver that counts, if any. */
  readonly waiver: Waiver | undefined;
  /** The page of the rule, as a path in the installed package. */
  readonly page: string | undefined;
}

interface Waiver {
  readonly reason: string;
  /** The last day on which it counts; undefined for good. */
  readonly until: string | undefined;
}

/** The reason is a JSON text, so that nothing in it can be taken for its end. */
const WAIVED = /^Waived(?: until (?<until>\d{4}-\d{2}-\d{2}))? \((?<reason>"(?:[^"\\]|\\.)*")\): /;
const PAGE = /\nMore: (?<page>node_modules\/pulumi-gitlab-ci-access\/docs\/rules\/[a-z-]+\.md)$/;

export function pageOf(rule: string): string {
  return `node_modules/pulumi-gitlab-ci-access/docs/rules/${rule}.md`;
}

export function violationText({ message, waiver, page }: ViolationText): string {
  const until = waiver?.until === undefined ? "" : ` until ${waiver.until}`;
  const waived = waiver === undefined ? "" : `Waived${until} (${JSON.stringify(waiver.reason)}): `;
  return `${waived}${message}${page === undefined ? "" : `\nMore: ${page}`}`;
}

export function violationIn(text: string): ViolationText {
  const [found = "", until, json] = WAIVED.exec(text) ?? [];
  const reason = json === undefined ? undefined : textIn(json);
  const waived = reason === undefined ? "" : found;
  const [more = "", page] = PAGE.exec(text) ?? [];
  return {
    message: text.slice(waived.length, text.length - more.length),
    waiver: reason === undefined ? undefined : { reason, until },
    page,
  };
}

/** Undefined where another pack has written something that only looks like a waiver of ours. */
function textIn(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // The violation then counts as it stands.
  }
}
