import { addDays, dayOf, isDead } from "../../provider/domain/calendar";
import { kindOf } from "../../provider/domain/kinds";
import { type Change, isReleased, type State } from "../preview/events";
import { Instances, plainInputs } from "./declared";
import { type Giving, givingOf, inWords, type Setting, settingsOf } from "./settings";

/** A secret that this package renews: an access token, or a runner's with `rotateBeforeDays`. */
export interface Token {
  readonly change: Change;
  readonly name: string;
  /** Where it belongs: "project acme/billing", "group acme". */
  readonly place: string;
  readonly kind: "access token" | "runner token";
  readonly event: "created" | "kept" | "released" | "removed" | "renewed" | "replaced";
  readonly giving: Giving;
  /** Its scopes and role. Undefined for a runner's token. */
  readonly terms: { readonly scopes: string; readonly role: string } | undefined;
  /** The settings that this run changes. */
  readonly settings: readonly Setting[];
  /** The day on which GitLab ends the token that this run leaves. */
  readonly endsOn: string | undefined;
  /** The day on which GitLab ends the token that this run finds, if it is another day. */
  readonly endedOn: string | undefined;
  /** The day from which on a run renews it. */
  readonly dueOn: string | undefined;
  /** The last day of the previous token. */
  readonly overlapsUntil: string | undefined;
  /** How late its rotation is at the time of this run. */
  readonly overdue: Overdue | undefined;
}

export interface Overdue {
  readonly problem: "previous token not retired" | "rotation not done";
  readonly since: string;
  readonly endsOn: string;
}

/** The events of a resource that is not ours may hold anything in place of a date or a number of days. */
const MOST_DAYS = 10_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function tokensOf(changes: readonly Change[], now: Date, instances = new Instances(changes)): Token[] {
  return changes.flatMap((change) => {
    const kind = kindOf(change.type);
    if (kind === "token") return [accessToken(change, dayOf(now), instances)];
    return kind === "runner" ? runnerToken(change, dayOf(now)) : [];
  });
}

/**
 * The tokens whose rotation is overdue and that end within so many days. A rotation is overdue from the day after it was due, because the
 * scheduled run of the day itself may still come. A previous token that should be gone counts in any case.
 */
export function overdueWithin(tokens: readonly Token[], days: number, now: Date): Token[] {
  const last = addDays(dayOf(now), days);
  return tokens.filter(
    ({ overdue }) =>
      overdue !== undefined && (overdue.problem === "previous token not retired" || overdue.endsOn <= last),
  );
}

function accessToken(change: Change, today: string, instances: Instances): Token {
  const { before, after, name } = change;
  const state = after ?? before;
  const inputs = state === undefined ? {} : plainInputs(state);
  const endsOn = dayIn(after?.inputs.expiresAt) ?? dayIn(before?.outputs.expiresAt);
  const endBefore = dayIn(before?.outputs.expiresAt) ?? dayIn(before?.inputs.expiresAt);
  const days = rotationOf(inputs)?.rotateBeforeDays;
  const { giving, gains } = givingOf("token", { change, instances }, before);
  return {
    change,
    name,
    place: placeOf(inputs),
    kind: "access token",
    event: eventOf(change, before?.inputs.expiresAt !== after?.inputs.expiresAt || before?.outputs.active === false),
    giving,
    terms: { scopes: inWords(inputs.scopes), role: inWords(inputs.accessLevel) },
    settings: settingsOf("token", change, gains),
    endsOn,
    endedOn: endBefore === endsOn ? undefined : endBefore,
    dueOn: endsOn === undefined || days === undefined ? undefined : addDays(endsOn, -days),
    overlapsUntil: earlier(dayIn(after?.inputs.retirePreviousAt), endBefore),
    overdue: before === undefined ? undefined : overdueToken(before, today),
  };
}

/** The previous token ends on its own last day at the latest. */
function earlier(day: string | undefined, end: string | undefined): string | undefined {
  return day !== undefined && end !== undefined && end < day ? end : day;
}

function placeOf({ project, group }: State["inputs"]): string {
  if (group !== undefined) return `group ${inWords(group)}`;
  return project === undefined ? "the instance" : `project ${inWords(project)}`;
}

function overdueToken({ inputs, outputs }: State, today: string): Overdue | undefined {
  const endsOn = dayIn(outputs.expiresAt) ?? dayIn(inputs.expiresAt);
  const days = rotationOf(inputs)?.rotateBeforeDays;
  if (endsOn === undefined) return undefined;
  if (days !== undefined && addDays(endsOn, -days) < today)
    return { problem: "rotation not done", since: addDays(endsOn, -days), endsOn };
  const retire = dayIn(inputs.retirePreviousAt);
  if (retire === undefined || retire >= today || outputs.previousTokenId === undefined) return undefined;
  return { problem: "previous token not retired", since: retire, endsOn };
}

/** A runner without `rotateBeforeDays` renews its token itself, so it has no day here. */
function runnerToken(change: Change, today: string): Token[] {
  const { before, after, name } = change;
  const state = after ?? before;
  const inputs = state === undefined ? {} : plainInputs(state);
  const { rotateBeforeDays: days } = inputs;
  const end = before?.outputs.tokenExpiresAt;
  if (
    typeof days !== "number" ||
    Math.abs(days) >= MOST_DAYS ||
    typeof end !== "string" ||
    Number.isNaN(Date.parse(end))
  )
    return [];
  const endsOn = dayOf(new Date(end));
  const dueOn = addDays(endsOn, -days);
  return [
    {
      change,
      name,
      place: placeOf(inputs),
      kind: "runner token",
      event: eventOf(change, isDead(dueOn, today)),
      giving: "less or the same", // What a runner gives is told of the runner.
      terms: undefined,
      settings: [],
      endsOn,
      endedOn: undefined,
      dueOn,
      overlapsUntil: undefined,
      overdue: dueOn < today ? { problem: "rotation not done", since: dueOn, endsOn } : undefined,
    },
  ];
}

function eventOf(change: Change, isRenewal: boolean): Token["event"] {
  const { operation } = change;
  if (operation === "create") return "created";
  if (operation === "delete") return isReleased(change) ? "released" : "removed";
  if (operation === "replace") return "replaced";
  return operation === "update" && isRenewal ? "renewed" : "kept";
}

function rotationOf({
  rotationConfiguration: found,
}: State["inputs"]): { readonly rotateBeforeDays: number } | undefined {
  if (typeof found !== "object" || found === null || !("rotateBeforeDays" in found)) return undefined;
  const { rotateBeforeDays: days } = found;
  return typeof days === "number" && Math.abs(days) < MOST_DAYS ? { rotateBeforeDays: days } : undefined;
}

function dayIn(value: unknown): string | undefined {
  return typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}
