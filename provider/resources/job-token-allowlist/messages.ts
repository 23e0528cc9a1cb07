import { UserError } from "../../domain/user-error";
import { stillListed } from "../../gitlab/allowlists";
import { type Place, placeName } from "../../gitlab/place";
import { isNotFound } from "../../http/errors";
import type { Failure } from "./edit";
import { inputs, listingsIn } from "./inputs";
import { type Entry, entryName, keyOf } from "./plan";
import type { Switch } from "./switch";

/** The number of failures that are explained in full; the others are only named. */
const TOLD_IN_FULL = 5;
/** The length in characters at which a line of names ends: Pulumi's connection fails on long lines. */
const LINE = 1_500;
/** The number of these lines that fit beside the state of a long list; the others are given as warnings. */
const LINES = 5;

interface Outcome {
  readonly project: Place;
  readonly failures: readonly Failure[];
  /** Entries whose addition was not attempted. */
  readonly missing: readonly Entry[];
  /** Entries that still give something else than is declared. */
  readonly unchanged: readonly Entry[];
  /** Entries that should have been removed and were kept. */
  readonly kept: readonly Entry[];
  readonly toSwitch?: Pick<Switch, "enabled" | "failure" | "waits">;
  /** The error that ended the work early. */
  readonly stop: UserError | undefined;
  /** How many lines of names the error holds. */
  readonly room?: number;
}

interface Report {
  readonly reason: UserError;
  readonly reasons: readonly string[];
  /** Lines that do not fit in the error. */
  readonly more: readonly string[];
}

/** Returns everything that is not as declared, or `undefined` where everything is. */
export function report(outcome: Outcome): Report | undefined {
  const { project, failures, toSwitch, stop, room = LINES } = outcome;
  const failed = new Set(failures.map(({ entry }) => keyOf(entry)));
  const kept = outcome.kept.filter((entry) => !failed.has(keyOf(entry)));
  const errors = [stop, toSwitch?.failure].filter((error) => error !== undefined);
  if (failures.length === 0 && kept.length === 0 && errors.length === 0) return undefined;
  const named = [
    ...lines(
      `Of the changes to ${listOfProject(project)} these failed: `,
      failures.map(({ doing, entry }) => `${doing} ${entryName(entry)}`),
    ),
    ...lines(`Not yet added to ${listOfProject(project)}: `, outcome.missing.map(entryName)),
    ...lines(
      `Permissions not changed in ${listOfProject(project)}: `,
      outcome.unchanged.filter((entry) => !failed.has(keyOf(entry))).map(entryName),
    ),
    ...lines(`Kept in ${listOfProject(project)} because of what failed: `, kept.map(entryName)),
  ];
  const reasons = [
    ...named.slice(0, room),
    ...(named.length > room ? ["Warnings of this resource name the others."] : []),
    ...errors.map(({ message }) => message),
    ...[...new Set(failures.map(explained))].slice(0, TOLD_IN_FULL),
    ...(toSwitch?.waits === undefined || toSwitch.enabled !== false
      ? []
      : [`The switch of ${placeName(project)} was not turned on, because ${toSwitch.waits}`]),
  ];
  const reason = new UserError({
    summary: `${listOfProject(project)} is not as declared`,
    message: reasons.join("\n"),
    secrets: [],
    cause: stop ?? failures[0]?.error,
  });
  return { reason, reasons, more: named.slice(room) };
}

/** Returns the warning about entries that somebody added by hand since the last run. */
export function strayed(project: Place, strays: readonly Entry[]): string {
  return (
    `${capital(listOfProject(project))} holds entries that nobody declared and no preview has shown: ${strays.map(entryName).join(", ")}. ` +
    "They stay for now; the next preview shows them, and that run removes them unless they are declared by then."
  );
}

/** Returns the warning that a preview gives about the strays of the last run. */
export function shownStrays(project: Place, strays: readonly string[]): string | undefined {
  if (strays.length === 0) return undefined;
  return (
    `The last run found entries in ${listOfProject(project)} that nobody declared: ${strays.join(", ")}. ` +
    "This run removes those that are still not declared."
  );
}

/** Returns the warning of the preview in which a key was removed from the program. */
export function noLongerManaged(key: "enabled" | "groups" | "projects", project: string): string {
  const beginning = `${key} of project ${project} is no longer declared and so no longer managed:`;
  if (key === "enabled") return `${beginning} the switch stays as it is.`;
  return `${beginning} the ${key} in the list stay. To remove them, write ${key}: [].`;
}

/** Returns what a preview says of entries whose permissions are no longer declared. Inputs that are not known yet say nothing. */
export function noLongerPermitted(olds: object, news: object): string[] {
  const [before, after] = [olds, news].map((given) => permittedIn(given));
  if (before === undefined || after === undefined) return [];
  return [...before].flatMap(([name, isManaged]) =>
    isManaged && after.get(name) === false
      ? [`The permissions of ${name} are no longer declared and so no longer managed: the entry keeps what it has.`]
      : [],
  );
}

function permittedIn(given: object): ReadonlyMap<string, boolean> | undefined {
  const known = Object.entries(given).filter(([key]) => key in inputs.shape);
  const parsed = inputs.safeParse(Object.fromEntries(known));
  const listings = parsed.success ? listingsIn(parsed.data) : undefined;
  return (
    listings &&
    new Map(listings.map(({ kind, address, permissions }) => [`${kind} ${address}`, permissions !== undefined]))
  );
}

export function removed(project: Place, entries: readonly Entry[]): string {
  return `Removed from ${listOfProject(project)}: ${entries.map(withId).join(", ")}. Its switch stays as it is.`;
}

/** Returns what a run says of entries that it has removed and that no preview could name. */
export function replaced(project: Place, entries: readonly Entry[]): string[] {
  return lines(`Removed from ${listOfProject(project)} by replaceExisting: `, entries.map(withId));
}

function withId({ kind, id, path }: Entry): string {
  return `${kind} ${id}${path === undefined ? "" : ` (${path})`}`;
}

function explained({ doing, entry, error }: Failure): string {
  return doing === "remove" && isNotFound(error) ? stillListed(entry, error).message : error.message;
}

export function listOfProject(project: Place): string {
  return `the job token allowlist of ${placeName(project)}`;
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

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
