import { Alike } from "./alike";
import { type Gift, growthOf, worst } from "./gifts";
import type { Changed, Grant, Place } from "./model";

/** Job tokens that lose their own entry and that the entry of a group above them lets in. */
export interface Cover extends Changed {
  readonly by: Place;
  /** Whether the caller surely stands below the group. A path that nobody has written may be any. */
  readonly isCertain: boolean;
}

/**
 * What becomes of those who lose an entry while one of a group above them is left: only the nearest entry counts in GitLab, so that the
 * loss of a narrow one gives them what the group has.
 */
export function coversOf(lost: readonly Grant[], left: readonly Grant[]): Cover[] {
  const groups = new Alike(
    left.filter(({ caller }) => caller.kind === "group"),
    (grant) => grant,
  );
  return lost.flatMap((grant) => {
    const above = groups.to(grant);
    const certain = above
      .filter(({ caller }) => isBelow(grant.caller, caller) === true)
      .sort((a, b) => depthOf(b) - depthOf(a))[0];
    if (certain !== undefined && certain.project.key === grant.project.key) return [coverOf(grant, certain, true)];
    const possible = above
      .filter(({ caller }) => isBelow(grant.caller, caller) !== false)
      .map((one) => coverOf(grant, one, false))
      .filter(({ growth }) => growth !== "less");
    return [worst(possible)].filter((one) => one !== undefined);
  });
}

function coverOf(grant: Grant, { caller, permissions }: Grant, isCertain: boolean): Cover {
  const gifts = { before: inForce(grant.permissions), after: inForce(permissions) } as const;
  const growth = growthOf(gifts);
  return { grant, ...gifts, by: caller, isCertain, growth: growth === "more" && !isCertain ? "perhaps more" : growth };
}

/** What nobody manages has what GitLab gives at first. */
function inForce(gift: Gift): Gift {
  return gift ?? "default";
}

/** Undefined where a path is not known. */
function isBelow(caller: Place, group: Place): boolean | undefined {
  if (caller.path === undefined || group.path === undefined) return undefined;
  return caller.path.startsWith(`${group.path}/`);
}

function depthOf({ caller }: Grant): number {
  return caller.path?.length ?? 0;
}
