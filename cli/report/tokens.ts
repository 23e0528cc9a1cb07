import { addDays, dayOf, isDead } from "../../provider/domain/calendar";
import { kindOf } from "../../provider/domain/kinds";
import type { Change, State } from "../preview/events";
import { plainInputs } from "./declared";
import { type Giving, givingOf, inWords, type Setting, settingsOf } from "./settings";

/** A secret that this package renews: an access token, or a runner's with `rotateBeforeDays`. */
export interface Token {
  readonly change: Change;
  readonly name: string;
  /** Where it belongs: "project acme/billing", "group acme". */
  readonly place: string;
  readonly kind: "access token" | "runner token";
  readonly event: "created" | "kept" | "removed" | "renewed" | "replaced";
  readonly giving: Giving;
  /** What it may do, and as whom; undefined of a runner's token. */
  readonly terms: { readonly scopes: string; readonly role: string } | undefined;
  /** What this run changes of that and of its life. */
  readonly settings: readonly Setting[];
  /** The day on which GitLab ends it, after this run. */
  readonly endsOn: string | undefined;
  /** The day on which the one before this run ends, where that is another. */
  readonly endedOn: string | undefined;
  /** From that day on a run renews it. */
  readonly dueOn: string | undefined;
  /** Its predecessor stays good until then. */
  readonly overlapsUntil: string | undefined;
  /** What this run would have found: how late it is. */
  readonly overdue: Overdue | undefined;
}

export interface Overdue {
  readonly problem: "previous token not retired" | "rotation not done";
  readonly since: string;
  readonly endsOn: string;
}

/** Of a resource that is not ours, the stream may say anything where a date or a number of days is expected. */
const MOST_DAYS = 10_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function tokensOf(changes: readonly Change[], now: Date): Token[] {
  return changes.flatMap((change) => {
    const kind = kindOf(change.type);
    if (kind === "token") return [accessToken(change, dayOf(now))];
    return kind === "runner" ? runnerToken(change, dayOf(now)) : [];
  });
}

/**
 * A rotation is overdue once its day has passed and nobody has done it: on the day itself the scheduled run still has its chance. It
 * counts when so little is left that waiting is no answer: the token ends within that many days, or is dead. A previous token that should
 * be gone counts whatever is left.
 */
export function overdueWithin(tokens: readonly Token[], days: number, now: Date): Token[] {
  const last = addDays(dayOf(now), days);
  return tokens.filter(
    ({ overdue }) =>
      overdue !== undefined && (overdue.problem === "previous token not retired" || overdue.endsOn <= last),
  );
}

function accessToken(change: Change, today: string): Token {
  const { before, after, name } = change;
  const state = after ?? before;
  const inputs = state === undefined ? {} : plainInputs(state);
  const endsOn = dayIn(after?.inputs.expiresAt) ?? dayIn(before?.outputs.expiresAt);
  const endBefore = dayIn(before?.outputs.expiresAt) ?? dayIn(before?.inputs.expiresAt);
  const days = rotationOf(inputs)?.rotateBeforeDays;
  const { giving, gains } = givingOf("token", change, before);
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

/** A previous token never outlives its own end, whatever the overlap. */
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

/** Only those that are to be reset have a day for it; the others renew themselves. */
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

function eventOf({ operation }: Change, isRenewal: boolean): Token["event"] {
  if (operation === "create") return "created";
  if (operation === "delete") return "removed";
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
