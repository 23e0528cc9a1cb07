import { z } from "zod";
import { matchesGlob } from "./glob";

const waiver = z.strictObject({
  match: z
    .string()
    .trim()
    .min(1)
    .describe("A project's path or id, or a resource's name. A glob: *, ** and ? stand for text."),
  reason: z.string().trim().min(1).describe("Why it is accepted, and who said so."),
  until: z.iso
    .date()
    .optional()
    .describe("The last day on which it counts, as 2027-01-31 (UTC). Without it, for good."),
});

export type Waiver = z.output<typeof waiver>;

/** The configuration that every rule has: exceptions somebody answers for. */
export const except = z
  .array(waiver)
  .default([])
  .describe("Waivers: what matches is not refused. One that has ended is a violation again.");

/** The waiver that counts today for something known by these names; else one that has ended. */
export function waiverFor(names: readonly string[], waivers: readonly Waiver[], today: string) {
  const matching = waivers.filter(({ match }) => names.some((name) => matchesGlob(match, name)));
  const active = matching.find(({ until }) => until === undefined || today <= until);
  return { active, ended: active === undefined ? matching[0] : undefined };
}
