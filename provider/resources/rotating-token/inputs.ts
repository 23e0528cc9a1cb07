import { z } from "zod";
import { longestOverlap } from "../../domain/calendar";
import { address } from "../../engine/address-input";
import { roomBeside } from "../../engine/owner-mark";
import { text, words } from "../../engine/text-input";
import { accessLevels } from "../../gitlab/access-tokens";

/** https://docs.gitlab.com/api/project_access_tokens/ */
const DESCRIPTION_LIMIT = 255;
/** 365 everywhere, 400 where the instance allows: GitLab refuses what it does not. */
const LONGEST_LIFE_DAYS = 400;

const levels = z.enum(["guest", "planner", "reporter", "security_manager", "developer", "maintainer", "owner"]);

export const configuration = z.strictObject({
  expirationDays: z.int().min(2, "must be at least 2").max(LONGEST_LIFE_DAYS, `must be at most ${LONGEST_LIFE_DAYS}`),
  rotateBeforeDays: z.int().min(1, "must be at least 1"),
});

const fields = {
  name: z.string().trim().min(1, "must not be empty"),
  scopes: words().refine((scopes) => scopes.length > 0, "must name at least one scope"),
  accessLevel: levels,
  rotationConfiguration: configuration,
  description: text(roomBeside(DESCRIPTION_LIMIT)),
  strategy: z.enum(["rotate", "overlap"]).default("rotate"),
  overlapDays: z.int().min(0, "must not be negative").optional(),
  rotateWith: z.enum(["provider", "self"]).default("provider"),
  expiresAt: z.iso.date().optional(),
  retirePreviousAt: z.iso.date().optional(),
};

export const outputs = z.object({
  tokenId: z.string(),
  /** The bot: it stays over rotations. */
  userId: z.string(),
  token: z.string(),
  /** Of the live token. */
  expiresAt: z.string(),
  active: z.boolean(),
  createdAt: z.string(),
  previousToken: z.string().optional(),
  previousTokenId: z.string().optional(),
});

export type TokenOutputs = z.output<typeof outputs>;

const shared = z.object(fields);
export type TokenInputs = z.output<typeof shared>;

export const projectTokenInputs = z
  .strictObject({ project: address("project"), ...fields })
  .superRefine((inputs, context) => report(inputs, context));
export const groupTokenInputs = z
  .strictObject({ group: address("group"), ...fields })
  .superRefine((inputs, context) => report(inputs, context));

export function levelNumber({ accessLevel }: TokenInputs): number {
  return accessLevels[accessLevel];
}

function report(inputs: TokenInputs, context: z.RefinementCtx): void {
  for (const message of problems(inputs)) context.addIssue({ code: "custom", message });
}

function problems(inputs: TokenInputs): string[] {
  const { rotationConfiguration: rotation, strategy, rotateWith, scopes } = inputs;
  const { expirationDays, rotateBeforeDays } = rotation;
  if (rotateBeforeDays >= expirationDays)
    return [
      `rotationConfiguration.rotateBeforeDays (${rotateBeforeDays}) must be smaller than expirationDays (${expirationDays}), or the token would be rotated on every run`,
    ];
  const found: string[] = [];
  if (rotateWith === "self" && strategy === "overlap")
    found.push(
      'strategy "overlap" makes a second token, which a token can\'t do for itself: set rotateWith to "provider", or strategy to "rotate"',
    );
  if (rotateWith === "self" && !scopes.includes("self_rotate") && !scopes.includes("api"))
    found.push('rotateWith "self" needs the scope "self_rotate" (or "api"): add it to scopes');
  return [...found, ...overlapProblems(inputs)];
}

function overlapProblems({ strategy, overlapDays, rotationConfiguration: rotation }: TokenInputs): string[] {
  if (overlapDays === undefined) return [];
  if (strategy === "rotate")
    return ['overlapDays belongs to strategy "overlap": with "rotate" the old value ends at once; leave it out'];
  const longest = longestOverlap(rotation);
  if (overlapDays <= longest) return [];
  return [
    `overlapDays (${overlapDays}) must be at most ${longest}: the previous token lives no longer than rotateBeforeDays (${rotation.rotateBeforeDays}), ` +
      `and must be retired before the next rotation, ${rotation.expirationDays - rotation.rotateBeforeDays} days later`,
  ];
}
