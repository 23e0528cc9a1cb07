import { Alike } from "./alike";
import type { Pushable } from "./model";
import type { Positions, Setting } from "./positions";

/**
 * The projects that this run lets job tokens push to. Those of other projects need three settings: that job tokens push at all, that those of
 * other projects do, and a closed project, because an open one lets none of them push. So closing a project can give them the right.
 */
export function pushableIn(positions: Positions): Pushable[] {
  const own = positions.of("pushRepositoryForJobTokenAllowed");
  const cross = positions.of("crossProjectPushForJobTokenAllowed");
  const all = [own, cross, positions.of("enabled")];
  // One project may be written in two ways.
  const alike = all.map((settings) => new Alike([...settings.values()], (of) => of));
  const pushable = ({ project, instance }: Setting, whose: Pushable["whose"], isCertain: boolean): Pushable => {
    return { project, instance, whose, isCertain };
  };
  return [
    ...[...own.values()].filter(isTurnedOn).map((of) => pushable(of, "its own", isSurelyOn(of))),
    ...[...cross].flatMap(([key, of]) => {
      const known = all.flatMap((settings) => settings.get(key) ?? []);
      const each = alike.map((settings) => settings.to(of));
      const isPossible = each.every((settings) => settings.length === 0 || settings.some(mayBeOn));
      if (!isPossible || !each.flat().some(isTurnedOn)) return [];
      const isCertain = known.filter(isTurnedOn).some(isSurelyOn) && each.flat().every(isSurelyOn);
      return [pushable(of, "other projects", isCertain)];
    }),
  ];
}

/** Returns whether the run may turn the setting on. */
function isTurnedOn({ before, after, isTouched }: Setting): boolean {
  const wasOn = before.length > 0 && before.every((value) => value === true);
  return isTouched && !wasOn && after.some((value) => value !== false);
}

/** Returns whether the setting may be on after the run. What is no longer declared stays as it is, and nobody may know how that is. */
function mayBeOn(of: Setting): boolean {
  const values = of.isWritten === true ? of.after : [...of.before, ...of.after];
  return values.length === 0 || values.some((value) => value !== false);
}

function isSurelyOn(of: Setting): boolean {
  return inForce(of).includes(true);
}

function inForce({ before, after }: Setting): Setting["after"] {
  return after.length > 0 ? after : before;
}
