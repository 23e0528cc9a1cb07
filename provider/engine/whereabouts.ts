import { moveOf, sameText } from "../domain/address";
import { refusal } from "../domain/user-error";
import { type Place, placeName } from "../gitlab/place";
import type { Properties } from "./properties";
import { NO_ID } from "./record";
import type { Session } from "./session";

type Places = Readonly<Record<string, Place>>;

/**
 * Checks which projects and groups the paths in a program lead to. GitLab follows an old path to the project's present place, in whatever
 * namespace that is. This is a warning for the project that is opened. It is an error for a target in another namespace, because nobody
 * has checked who would get access there.
 */
export function mustStandThere(session: Session, places: Places): void {
  const home = standing(places)[0];
  for (const { place, real, move } of movesOf(session, places)) {
    if (move === "elsewhere" && place !== home) throw movedAway(place, real);
    session.warnOnce(movedWarning(place, real));
  }
}

/**
 * Returns GitLab's own paths where they differ from those in the program, to be recorded. Where this process has not seen a path, the recorded
 * one stays. A path that is still in use is not recorded: the state would hold it twice, for 200 entries.
 */
export function realPaths(session: Session, places: Places, before: Properties = {}): Properties {
  const paths = Object.entries(places).flatMap(([name, place]) => {
    const output = `${name}Path`;
    const real = realPathOf(session, place) ?? before[output];
    const isOther = place.id !== NO_ID && typeof place.called === "string" && typeof real === "string";
    return isOther && !sameText(place.called, real) ? [[output, real]] : [];
  });
  return Object.fromEntries(paths);
}

/** Warns about moved projects and groups. A refresh only warns, because it changes nothing. */
export function warnOfMoves(session: Session, places: Places): void {
  for (const { place, real } of movesOf(session, places)) session.warnOnce(movedWarning(place, real));
}

/** Returns the error for a target that is in another namespace than the program says. */
export function movedAway(place: Place, real: string) {
  return refusal(
    "a target that moved away",
    `The program calls it ${place.kind} ${place.called}, but GitLab leads that path to ${real} (${place.id}), in another namespace: nothing was let in. ` +
      `If that is whom you mean, write the new path "${real}", or the id ${place.id}.`,
  );
}

function movedWarning(place: Place, real: string): string {
  return `${placeName(place)} is at ${real} in GitLab: the program's path is an old one. Write "${real}", or the id ${place.id}, which survives every move.`;
}

/** The projects and groups that are at another path than the program writes, as far as this process has seen. */
function movesOf(session: Session, places: Places) {
  return standing(places).flatMap((place) => {
    const real = realPathOf(session, place);
    const move = real === undefined ? undefined : moveOf(place.called ?? place.id, real);
    return real === undefined || move === undefined ? [] : [{ place, real, move }];
  });
}

function standing(places: Places): Place[] {
  return Object.values(places).filter(({ id }) => id !== NO_ID);
}

function realPathOf(session: Session, { kind, id }: Place): string | undefined {
  return session.connection().gitlab.directory.pathOf(kind, id);
}
