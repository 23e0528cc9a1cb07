import { moveOf, sameText } from "../domain/address";
import { listedName } from "../domain/identity";
import { refusal } from "../domain/user-error";
import { type Place, placeName } from "../gitlab/place";
import type { Lifecycle, Recorded } from "./lifecycle";
import { type Properties, propertiesIn, propertiesOf } from "./properties";
import { NO_ID } from "./record";
import type { Session } from "./session";
import { placesOf } from "./subject";

type Places = Readonly<Record<string, Place>>;

/** Everything that a resource names: its addresses, and what it lists. */
interface Named {
  readonly places: Places;
  readonly listed: readonly Place[];
}

/** Returns everything that a resource names. */
export function namedBy<Inputs extends object, AddressName extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, AddressName, Outputs>,
  of: Recorded<Inputs, AddressName, Outputs>,
): Named {
  const ids = propertiesIn(propertiesOf(of.outputs).__ids);
  const listed = (lifecycle.listed?.(of.inputs) ?? []).flatMap(({ kind, address: called }): Place[] => {
    const id = ids[listedName(kind, called)];
    return typeof id === "string" ? [{ kind, id, called }] : [];
  });
  return { places: placesOf(lifecycle, of), listed };
}

/** The output that holds GitLab's own paths of what is listed, by `listedName`. */
export const LISTED_PATHS = "paths";

/**
 * Checks which projects and groups the paths in a program lead to. GitLab follows an old path to the project's present place, in whatever
 * namespace that is. This is a warning for the project that is opened. It is an error for a target in another namespace, because nobody
 * has checked who would get access there. `before` are the places of the state: what it has by the same path is let in already.
 */
export function mustStandThere(session: Session, places: Places, before: Places = {}): void {
  const known = Object.values(before).map(keyOf);
  const home = standing(Object.values(places))[0];
  for (const { place, real, move } of movesOf(session, Object.values(places))) {
    if (move === "elsewhere" && place !== home && !known.includes(keyOf(place))) throw movedAway(place, real);
    session.warnOnce(movedWarning(place, real));
  }
}

/**
 * Returns GitLab's own paths where they differ from those in the program, to be recorded. Where this process has not seen a path, the recorded
 * one stays. A path that is still in use is not recorded: the state would hold it twice, for 200 entries.
 */
export function realPaths(session: Session, { places, listed }: Named, before: Properties = {}): Properties {
  const known = propertiesIn(before[LISTED_PATHS]);
  const paths = Object.entries(places).flatMap(([name, place]) =>
    pathElsewhere(session, place, pathOutput(name), before[pathOutput(name)]),
  );
  const inLists = listed.flatMap((place) => {
    const name = listedName(place.kind, place.called ?? place.id);
    return pathElsewhere(session, place, name, known[name]);
  });
  return {
    ...Object.fromEntries(paths),
    ...(inLists.length === 0 ? {} : { [LISTED_PATHS]: Object.fromEntries(inLists) }),
  };
}

/** Warns about moved projects and groups. A refresh only warns, because it changes nothing. */
export function warnOfMoves(session: Session, { places, listed }: Named): void {
  for (const { place, real } of movesOf(session, [...Object.values(places), ...listed]))
    session.warnOnce(movedWarning(place, real));
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
function movesOf(session: Session, places: readonly Place[]) {
  return standing(places).flatMap((place) => {
    const real = realPathOf(session, place);
    const move = real === undefined ? undefined : moveOf(place.called ?? place.id, real);
    return real === undefined || move === undefined ? [] : [{ place, real, move }];
  });
}

function standing(places: readonly Place[]): Place[] {
  return places.filter(({ id }) => id !== NO_ID);
}

function pathElsewhere(session: Session, place: Place, name: string, before: unknown): [string, string][] {
  const real = realPathOf(session, place) ?? before;
  const isOther = place.id !== NO_ID && typeof place.called === "string" && typeof real === "string";
  return isOther && !sameText(place.called, real) ? [[name, real]] : [];
}

/** The output that holds GitLab's own path of an address. */
export function pathOutput(address: string): string {
  return `${address}Path`;
}

function keyOf({ kind, id, called }: Place): string {
  return [id, listedName(kind, called ?? id)].join(" ");
}

function realPathOf(session: Session, { kind, id }: Place): string | undefined {
  return session.connection().gitlab.directory.pathOf(kind, id);
}
