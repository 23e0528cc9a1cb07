import { notSeenWarning } from "../domain/not-seen";
import { refusal, UserError } from "../domain/user-error";
import { type Place, placeName } from "../gitlab/place";
import { HiddenError, type Standing, waysOut } from "../gitlab/sight";
import { AnswerError, isForbidden, isNotFound } from "../http/errors";
import { Incomplete } from "./failures";
import { NO_ID } from "./record";
import type { Session } from "./session";

type Places = Readonly<Record<string, Place>>;

/**
 * Returns whether the thing is gone after a failed reading. Warns once per project or group where it can't be seen: hidden, or in an archived
 * group, of which GitLab shows no variables. Rethrows all but a 404, and the 403 of what can't be seen.
 */
export async function isGone(session: Session, places: Places, error: unknown): Promise<boolean> {
  const hidden = error instanceof HiddenError ? error.place : undefined;
  const home = hidden ?? homeOf(places);
  if (home === undefined || (hidden === undefined && !mayBeHidden(error))) throw error;
  const standing: Standing = hidden === undefined ? await session.connection().gitlab.sight.of(home) : { is: "hidden" };
  if (standing.is !== "hidden" && isNotFound(error)) return true;
  const why = unseenIn(home, standing);
  if (why === undefined) throw error;
  session.warnOnce(notSeenWarning(why));
  return false;
}

function unseenIn(home: Place, standing: Standing): string | undefined {
  if (standing.is === "hidden")
    return `${placeName(home)} is gone, or the credential can't see it: its state was kept as it was. ${waysOut(home)}`;
  if (standing.is === "gone" || standing.archived === undefined) return undefined;
  return `${faultOf(home, standing)} Its state was kept as it was.`;
}

/** Handles a failed removal. Returns where the thing is gone, or will go with its project. Otherwise throws an error that names the causes. */
export async function afterFailedRemoval(session: Session, places: Places, error: unknown): Promise<void> {
  const found = await standingAfter(session, places, error);
  if (found === undefined) throw error;
  const { home, standing } = found;
  if (standing.is === "gone" && !isForbidden(error)) return;
  if (standing.is === "hidden") throw mayBeHidden(error) ? hiddenFrom(home, error) : error;
  if (standing.is === "gone") throw error; // A runner that other projects share outlives the project that made it.
  if (standing.deletionOn !== undefined) {
    session.warnOnce(
      `${placeName(home)} is scheduled for deletion on ${standing.deletionOn}, and GitLab changes nothing in it any more: what was to be removed goes with it.`,
    );
    return;
  }
  if (!isNotFound(error)) throw withCause(error, faultOf(home, standing));
}

/** Returns the error of a failed update or creation, with a cause in its project. The state can't be the cause for a creation. */
export async function failedChange(
  session: Session,
  { places, isCreation }: { readonly places: Places; readonly isCreation: boolean },
  error: unknown,
): Promise<unknown> {
  const found = await standingAfter(session, places, error);
  if (found === undefined) return error;
  const { home, standing } = found;
  if (standing.is === "hidden") return mayBeHidden(error) && !isCreation ? hiddenFrom(home, error) : error;
  return withCause(error, faultOf(home, standing));
}

function mayBeHidden(error: unknown): error is AnswerError {
  return isNotFound(error) || isForbidden(error);
}

/** The project or group that a resource belongs to: the first of its addresses. An instance's runner belongs to none. */
function homeOf(places: Places): Place | undefined {
  return Object.values(places).find(({ id }) => id !== NO_ID);
}

/** Returns the project or group and whether GitLab shows it, after a refused call. Returns `undefined` where nobody can tell. */
async function standingAfter(session: Session, places: Places, error: unknown) {
  const home = homeOf(places);
  if (home === undefined || !isRefused(error)) return undefined;
  try {
    return { home, standing: await session.connection().gitlab.sight.of(home) };
  } catch (unanswered) {
    if (unanswered instanceof UserError) return undefined; // A failed look-up must not hide the first failure, nor what must be recorded.
    throw unanswered;
  }
}

/** An error about many calls has the first of them as its cause. */
function isRefused(error: unknown): boolean {
  if (error instanceof Incomplete) return isRefused(error.reason);
  if (error instanceof AnswerError) return error.status >= 400 && error.status < 500 && error.status !== 401;
  return error instanceof UserError && isRefused(error.cause);
}

function faultOf(home: Place, standing: Exclude<Standing, { is: "hidden" }>): string | undefined {
  const name = placeName(home);
  if (standing.is === "gone") return `${name} is gone: run \`pulumi refresh\`, or take it out of the program.`;
  if (standing.deletionOn !== undefined)
    return `${name} is scheduled for deletion on ${standing.deletionOn}: restore it under its Settings → General → Advanced, or take it out of the program.`;
  const { archived } = standing;
  if (archived === undefined) return undefined;
  const what = archived.kind === home.kind && archived.id === home.id ? "it" : placeName(archived);
  return `${name} is archived, and GitLab changes nothing in it: unarchive ${what} under Settings → General → Advanced, or take it out of the program.`;
}

function withCause(error: unknown, fault: string | undefined): unknown {
  if (fault === undefined) return error;
  if (error instanceof Incomplete) {
    const { found, reason, reasons } = error;
    return new Incomplete(found, refusal(reason.stack ?? fault, `${reason.message} ${fault}`), [...reasons, fault]);
  }
  return error instanceof UserError ? refusal(error.stack ?? fault, `${error.message} ${fault}`) : error;
}

function hiddenFrom(home: Place, cause: UserError): UserError {
  return new HiddenError(
    home,
    `${cause.message} ${placeName(home)} is gone, or the credential can't see it, and nothing was touched. ${waysOut(home)} ` +
      "With `--continue-on-error` the other resources are updated all the same.",
    cause,
  );
}
