import { csvOf, plainText, tableOf } from "../plain-text";
import { sentence } from "../report/escape";
import { recordsIn } from "./reading";
import type { ProjectRecord } from "./record";
import { isUsed, type Summary } from "./summary";

export const FORMATS = ["table", "json", "csv", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

/** What an inventory in a file comes to, in one of the formats. CSV has a row for each project. */
export function shown(file: string, format: Format, summary: Summary): string {
  return format === "csv" ? csvOf([...rowsOf(file, summary.now)]) : summaryAs(format, summary, file);
}

function summaryAs(format: Exclude<Format, "csv">, summary: Summary, file: string): string {
  const { header, figures } = summary;
  if (format === "json") {
    const counts = figures.map(({ label, count, detail }) => ({ label, count, detail }));
    return `${JSON.stringify({ file, finished: summary.isFinished, header, figures: counts }, null, 2)}\n`;
  }
  const scope = [...(header?.scope.groups ?? []), ...(header?.scope.projects ?? [])].join(", ");
  const title = `${scope} at ${header?.gitlab}, read as ${header?.readAs.username}`;
  const rows = figures.map(({ label, count, detail }) => [label, count.toLocaleString("en-US"), detail]);
  if (format === "table") return `${plainText(title)}\n${tableOf([], rows)}\n`;
  return `### ${sentence(`${scope} at ${header?.gitlab}`)}\n\n| | | |\n| --- | ---: | --- |\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;
}

const HEAD = [
  ...["path", "id", "visibility", "archived", "marked_for_deletion_on", "closed", "project_entries", "group_entries"],
  ...["default_permission_entries", "unused_entries", "push", "cross_project_push", "variables_role", "last_use"],
];

function* rowsOf(file: string, now: Date): Generator<(boolean | number | string | null)[]> {
  yield HEAD;
  for (const record of recordsIn(file)) if (record.kind === "project") yield rowOf(record, now);
}

function rowOf(record: ProjectRecord, now: Date): (boolean | number | string | null)[] {
  const { projects, groups, uses } = record;
  const entries = [...(projects ?? []), ...(groups ?? [])];
  const unused = [
    ...(projects ?? []).filter((entry) => isUsed(record, entry, "project", now) === false),
    ...(groups ?? []).filter((entry) => isUsed(record, entry, "group", now) === false),
  ];
  const lastUse = uses
    ?.map(({ lastAuthorizedAt }) => lastAuthorizedAt)
    .sort()
    .at(-1);
  return [
    ...[record.path, record.id, record.visibility, record.archived, record.markedForDeletionOn, record.enabled],
    ...[projects?.length ?? null, groups?.length ?? null],
    projects === null ? null : entries.filter(({ permissions }) => permissions === "default").length,
    uses === null ? null : unused.length,
    ...[record.pushRepositoryForJobTokenAllowed, record.crossProjectPushForJobTokenAllowed],
    ...[record.pipelineVariablesMinimumOverrideRole, lastUse ?? null],
  ];
}
