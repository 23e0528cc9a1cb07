import { addDays } from "../../provider/domain/calendar";
import { LIST_ROOM } from "../../provider/domain/list-limit";
import type { ImportedList } from "./estate";

/** As long as people have to look at what was imported. */
const WAIVED_DAYS = 90;

/** The rules that refuse a list at their own level, and which lists. */
const REFUSED: Readonly<Record<string, (list: ImportedList) => boolean>> = {
  "require-non-empty-allowlist": ({ enabled, projects, groups }) => enabled && projects.length + groups.length === 0,
  "require-job-token-scope": ({ enabled }) => !enabled,
  "forbid-push-by-default-permissions": ({ pushes, projects, groups }) =>
    pushes.includes("crossProjectPushForJobTokenAllowed") &&
    [...projects, ...groups].some(({ permissions }) => permissions === undefined),
  "limit-allowlist-size": ({ projects, groups }) => Math.max(projects.length, groups.length) > LIST_ROOM,
};

/** The configuration of the policy pack: what it refuses today is waived for 90 days, so that somebody has to look at it. */
export function waiversFor(lists: readonly ImportedList[], today: string): object {
  const until = addDays(today, WAIVED_DAYS);
  const rules = Object.entries(REFUSED).map(([rule, isRefused]) => {
    const except = lists.filter(isRefused).map(({ path }) => ({ match: path, reason: "as imported", until }));
    return [rule, except.length === 0 ? undefined : { except }];
  });
  return Object.fromEntries(rules.filter(([, config]) => config !== undefined));
}
