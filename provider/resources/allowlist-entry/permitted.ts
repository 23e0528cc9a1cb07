import { type Permissions, permissionsText, samePermissions } from "../../domain/permissions";
import { refusal, type UserError } from "../../domain/user-error";
import type { GitLab } from "../../gitlab/connection";
import { type EntryChange, mustHavePermissions, type PlaceAtPath } from "../../gitlab/entry-permissions";
import { type Place, placeName } from "../../gitlab/place";
import type { HeldEntry } from "../../gitlab/project-access";
import { MAX_ATTEMPTS } from "../../gitlab/settle";
import { isDoubtful, isRefusal } from "../../http/errors";

/** An entry whose permissions are managed. */
export interface Permitted {
  readonly project: Place;
  readonly target: Place;
  readonly permissions: Permissions;
  /** May an entry that is there be changed? Not by a first run: no preview has shown what it has. */
  readonly isOurs: boolean;
}

/**
 * Makes the entry give what is wanted. It is never removed on the way, and a new one is never wider. Where an answer is lost or doubtful,
 * GitLab's list decides what is left to do.
 */
export async function ensurePermitted(gitlab: GitLab, entry: Permitted): Promise<"added" | "already there"> {
  await mustHavePermissions(gitlab.version);
  let doubt: UserError | undefined;
  let [tried, wasThere]: [HeldEntry | undefined, boolean] = [undefined, false];
  for (let attempt = 1; ; attempt += 1) {
    const { project, held } = await gitlab.access.find(entry.project, entry.target, attempt > 1);
    if (attempt === 1 || isRefusal(doubt)) wasThere ||= held !== undefined;
    if (held !== undefined && samePermissions(held.permissions, entry.permissions))
      return wasThere ? "already there" : "added";
    if (held !== undefined && !entry.isOurs && wasThere) throw differs(entry, held);
    if (doubt !== undefined && (attempt > MAX_ATTEMPTS || (isRefusal(doubt) && isUnchanged(tried, held)))) throw doubt;
    tried = held;
    doubt = await attempted(() =>
      held === undefined ? added(gitlab, entry, project) : changed(gitlab, entry, held, project),
    );
    if (doubt === undefined) return wasThere ? "already there" : "added";
  }
}

function isUnchanged(before: HeldEntry | undefined, now: HeldEntry | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  return samePermissions(before.permissions, now.permissions);
}

async function attempted(work: () => Promise<void>): Promise<UserError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isDoubtful(error)) return error;
    throw error;
  }
}

async function added(gitlab: GitLab, entry: Permitted, project: PlaceAtPath): Promise<void> {
  const target = { ...entry.target, path: await gitlab.paths.of(entry.target.kind, entry.target.id) };
  const change = { project, target, permissions: entry.permissions };
  const made = await gitlab.permissions.add(change);
  await settled(gitlab, change, made);
}

async function changed(gitlab: GitLab, entry: Permitted, held: HeldEntry, project: PlaceAtPath): Promise<void> {
  const change = { project, target: { ...entry.target, path: held.path }, permissions: entry.permissions };
  const made = await gitlab.permissions.update(change);
  gitlab.say(
    `${placeName(entry.target)} in the job token allowlist of ${placeName(project)}: ${permissionsText(held.permissions)} → ${permissionsText(entry.permissions)}.`,
  );
  await settled(gitlab, change, made);
}

/** GitLab has answered with what it has at the path now. A path may lead to another project or group than a moment ago. */
async function settled(gitlab: GitLab, change: EntryChange, made: HeldEntry | undefined): Promise<void> {
  const { project, target, permissions } = change;
  if (made === undefined) return gitlab.access.amend(project, target, { ...target, permissions });
  if (made.kind === target.kind && made.id === target.id) return gitlab.access.amend(project, target, made);
  await gitlab.allowlists.remove({ project, kind: made.kind }, made);
  throw landedElsewhere(change, made);
}

function landedElsewhere({ project, target }: EntryChange, made: HeldEntry): UserError {
  return refusal(
    "an entry for another target",
    `GitLab added ${placeName(made)} to the job token allowlist of ${placeName(project)}, because ${target.path} leads there now, and not to ${placeName(target)}. ` +
      "It was removed again at once. Run it again; if it stays so, write the id.",
  );
}

function differs({ project, target, permissions }: Permitted, held: HeldEntry): UserError {
  const has = held.permissions === "default" ? '"default"' : JSON.stringify(held.permissions).replaceAll(",", ", ");
  return refusal(
    "an entry with other permissions",
    `${placeName(target)} is in the job token allowlist of ${placeName(project)} with ${permissionsText(held.permissions)}, and the program declares ${permissionsText(permissions)}. ` +
      `No preview has shown that change, and nothing was touched. Write permissions: ${has}, or leave them out, and change them in the next run.`,
  );
}
