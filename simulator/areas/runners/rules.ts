import { boolean, integer, list, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import { RUNNER_ACCESS_LEVELS, type RunnerSettings } from "../../model/runners";

const MAXIMUM_TAGS = 50;
const MAXIMUM_TEXT = 1024;
const MINIMUM_TIMEOUT_SECONDS = 600;

/** Declared wherever a runner is made or changed. */
export const runnerParams = {
  description: optional(text),
  maintenance_note: optional(text),
  paused: optional(boolean),
  locked: optional(boolean),
  run_untagged: optional(boolean),
  access_level: optional(text, { values: RUNNER_ACCESS_LEVELS }),
  tag_list: optional(list(text)),
  maximum_timeout: optional(integer),
};
export type Given = Values<typeof runnerParams> & { readonly active?: boolean | null };

/** The settings of the request, by the names used here. Settings that were not given are left out. */
export function runnerChanges(given: Given): Partial<RunnerSettings> {
  const active = given.paused === undefined ? given.active : !given.paused;
  return {
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.maintenance_note === undefined ? {} : { maintenanceNote: given.maintenance_note }),
    ...(active === undefined || active === null ? {} : { active }),
    ...(given.locked === undefined || given.locked === null ? {} : { locked: given.locked }),
    ...(given.run_untagged === undefined || given.run_untagged === null ? {} : { runUntagged: given.run_untagged }),
    ...(given.access_level === undefined || given.access_level === null ? {} : { accessLevel: given.access_level }),
    ...(given.tag_list === undefined ? {} : { tags: tagsOf(given.tag_list ?? []) }),
    ...(given.maximum_timeout === undefined ? {} : { maximumTimeout: given.maximum_timeout }),
  };
}

/** Tags are a set: blanks and duplicates are dropped. */
function tagsOf(given: readonly string[]): string[] {
  return [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ""))];
}

/** The errors of GitLab's model about a runner, by field; empty if there are none. */
export function runnerErrors(runner: RunnerSettings): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  const add = (field: string, wrong: boolean, reason: string) => {
    if (wrong) errors[field] = [...(errors[field] ?? []), reason];
  };
  const { tags, maximumTimeout } = runner;
  const untaggedOnly = "can not be empty when runner is not allowed to pick untagged jobs";
  add("tags_list", tags.length === 0 && !runner.runUntagged, untaggedOnly);
  const tooMany = `Too many tags specified. Please limit the number of tags to ${MAXIMUM_TAGS}`;
  add("tags_list", tags.length > MAXIMUM_TAGS, tooMany);
  const short = maximumTimeout !== null && maximumTimeout < MINIMUM_TIMEOUT_SECONDS;
  add("maximum_timeout", short, "needs to be at least 10 minutes");
  const tooLong = `is too long (maximum is ${MAXIMUM_TEXT} characters)`;
  add("description", (runner.description ?? "").length > MAXIMUM_TEXT, tooLong);
  add("maintenance_note", (runner.maintenanceNote ?? "").length > MAXIMUM_TEXT, tooLong);
  return errors;
}

/** The same as one sentence, as creation puts it: "Tags list …, and Maximum timeout …". */
export function errorSentence(errors: Readonly<Record<string, readonly string[]>>): string {
  const texts = Object.entries(errors).flatMap(([field, reasons]) =>
    reasons.map((reason) => `${humanized(field)} ${reason}`),
  );
  const last = texts.at(-1) ?? "";
  if (texts.length <= 2) return texts.join(" and ");
  return `${texts.slice(0, -1).join(", ")}, and ${last}`;
}

function humanized(field: string): string {
  const words = field.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
