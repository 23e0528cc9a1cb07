import { addDays, dayOf, isDead } from "../../provider/domain/calendar";
import { hasUnknown } from "../../provider/engine/unknowns";
import type { Change, State } from "../preview/events";

/** A secret that this package renews: an access token, or a runner's with `rotateBeforeDays`. */
export interface Token {
  readonly name: string;
  /** Where it belongs: "project acme/billing", "group acme". */
  readonly place: string;
  readonly kind: "access token" | "runner token";
  readonly event: "created" | "kept" | "removed" | "renewed" | "replaced";
  /** The day on which GitLab ends it, after this run. */
  readonly endsOn: string | undefined;
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

export function tokensOf(changes: readonly Change[], now: Date): Token[] {
  return changes.flatMap((change) => {
    if (/\/gitlab:Rotating(?:Group|Project)Token$/.test(change.type)) return [accessToken(change, dayOf(now))];
    return change.type.endsWith("/gitlab:UserRunner") ? runnerToken(change, dayOf(now)) : [];
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
  const { inputs = {} } = after ?? before ?? {};
  const place = "group" in inputs ? `group ${inputs.group}` : `project ${inputs.project}`;
  const endsOn = dayIn(after?.inputs.expiresAt) ?? dayIn(before?.outputs.expiresAt);
  const days = rotationOf(inputs)?.rotateBeforeDays;
  return {
    name,
    place,
    kind: "access token",
    event: eventOf(change, before?.inputs.expiresAt !== after?.inputs.expiresAt || before?.outputs.active === false),
    endsOn,
    dueOn: endsOn === undefined || days === undefined ? undefined : addDays(endsOn, -days),
    overlapsUntil: dayIn(after?.inputs.retirePreviousAt),
    overdue: before === undefined ? undefined : overdueToken(before, today),
  };
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
  const { inputs = {} } = after ?? before ?? {};
  const { rotateBeforeDays: days } = inputs;
  const end = before?.outputs.tokenExpiresAt;
  if (typeof days !== "number" || typeof end !== "string") return [];
  const endsOn = dayOf(new Date(end));
  const dueOn = addDays(endsOn, -days);
  const place =
    "group" in inputs ? `group ${inputs.group}` : "project" in inputs ? `project ${inputs.project}` : "the instance";
  return [
    {
      name,
      place,
      kind: "runner token",
      event: eventOf(change, isDead(dueOn, today)),
      endsOn,
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
  return typeof found.rotateBeforeDays === "number" ? { rotateBeforeDays: found.rotateBeforeDays } : undefined;
}

function dayIn(value: unknown): string | undefined {
  return typeof value === "string" && !hasUnknown(value) ? value : undefined;
}
