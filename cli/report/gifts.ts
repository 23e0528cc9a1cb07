import { type Hidden, SECRET } from "../../provider/domain/identity";
import { deedOf, isWithin, type Permissions, permissionsText } from "../../provider/domain/permissions";

/** What an entry gives. Undefined where the program says nothing of it. */
export type Gift = Hidden | Permissions | undefined;

/** What the entry of a grant lets job tokens do, as a sentence goes on after their name. */
export function deedsOf(gift: Gift, project: string): string {
  if (!Array.isArray(gift)) return `may open ${project}`;
  if (gift.length === 0) return `may only clone ${project}`;
  return `may ${gift.map(deedOf).join(", ")} ${project}`;
}

export function giftText(gift: Gift): string {
  if (gift === undefined) return "not managed so far";
  if (typeof gift === "symbol") return gift === SECRET ? "secret" : "not known yet";
  return permissionsText(gift);
}

/** Whether somebody may do more than before. */
export type Growth = "less" | "more" | "perhaps more";

/** Returns whether an entry gives more than before. What nobody manages, or nobody can read, may have been or become anything. */
export function growthOf({ before, after }: { readonly before: Gift; readonly after: Gift }): Growth {
  if (after === undefined) return "less"; // It stays as it is.
  if (before === "default") return "less";
  if (typeof after === "symbol") return "perhaps more";
  if (typeof before === "symbol" || before === undefined) return after.length === 0 ? "less" : "perhaps more";
  return isWithin(after, before) ? "less" : "more";
}

/** The one that gives the most. */
export function worst<T extends { readonly growth: Growth }>(all: readonly T[]): T | undefined {
  return (["more", "perhaps more", "less"] as const)
    .map((growth) => all.find((one) => one.growth === growth))
    .find((one) => one !== undefined);
}
