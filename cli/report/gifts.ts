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
  if (gift === undefined) return "not managed";
  if (typeof gift === "symbol") return gift === SECRET ? "secret" : "not known yet";
  return permissionsText(gift);
}

/** Returns whether an entry gives more than before. What nobody manages may have been anything. */
export function growthOf({
  before,
  after,
}: {
  readonly before: Gift;
  readonly after: Gift;
}): "less" | "more" | "perhaps more" {
  if (after === undefined) return "less"; // It stays as it is.
  if (typeof after === "symbol" || typeof before === "symbol") return "more";
  if (before === undefined) return "perhaps more";
  return isWithin(after, before) ? "less" : "more";
}
