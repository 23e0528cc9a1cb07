import { z } from "zod";
import { matchesGlob } from "./glob";

const text = z.string().trim().min(1);

/** The message for an unknown key: it lists the known ones. */
export function namingKeys(known: readonly string[]): z.core.$ZodErrorMap {
  return (issue) => {
    if (issue.code !== "unrecognized_keys") return undefined;
    const keys = issue.keys.map((key) => JSON.stringify(key)).join(", ");
    return `Unrecognized key${issue.keys.length === 1 ? "" : "s"}: ${keys}. The keys are ${known.join(", ")}`;
  };
}

const waiver = z
  .strictObject(
    {
      match: text
        .optional()
        .describe("The path or id of the project or group that is excused. A glob: *, ** and ? stand for text."),
      resource: text
        .optional()
        .describe(
          "The name of the resource that is excused, as the program has it. A glob. With match, both must fit.",
        ),
      reason: text.describe("Why it is accepted, and who said so."),
      until: z.iso
        .date()
        .optional()
        .describe("The last day on which it counts, as 2027-01-31 (UTC). Without it, for good."),
    },
    { error: namingKeys(["match", "resource", "reason", "until"]) },
  )
  .refine(({ match, resource }) => match !== undefined || resource !== undefined, {
    error: "Write match, for a project or a group, or resource, for a resource's name",
  })
  .meta({ anyOf: [{ required: ["match"] }, { required: ["resource"] }] });

export type Waiver = z.output<typeof waiver>;

/** What a waiver is compared with: the resource's name, and the addresses of what it is about. */
export interface Waivable {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** The key that every rule has: exceptions that somebody answers for. */
export const except = z
  .array(waiver)
  .default([])
  .describe("Waivers: what matches is not refused. One that has ended is a violation again.");

/** Returns the waiver that counts today, else one that has ended. */
export function waiverFor(subject: Waivable, waivers: readonly Waiver[], today: string) {
  const matching = waivers.filter((waiver) => fits(waiver, subject));
  const active = matching.find(({ until }) => until === undefined || today <= until);
  return { active, ended: active === undefined ? matching[0] : undefined };
}

/** `match` is never compared with a name, because whoever writes the program chooses the names. */
export function fits({ match, resource }: Waiver, { name, addresses }: Waivable): boolean {
  const fitsAddress = match === undefined || addresses.some((address) => matchesGlob(match, address));
  return fitsAddress && (resource === undefined || matchesGlob(resource, name));
}
