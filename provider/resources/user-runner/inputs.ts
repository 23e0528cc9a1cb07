import { z } from "zod";
import { address } from "../../engine/address-input";
import { roomBeside } from "../../engine/owner-mark";
import { text, words } from "../../engine/text-input";

/** GitLab's limits. https://docs.gitlab.com/api/users/#create-a-runner-linked-to-a-user */
const TEXT_LIMIT = 1_024;
const TAG_LIMIT = 50;
const SHORTEST_TIMEOUT_S = 600;
/** One year. GitLab allows a longer life of a runner's token, but no one renews a token more than a year before its end. */
const LONGEST_NOTICE_DAYS = 365;

const fields = z.strictObject({
  runnerType: z.enum(["instance_type", "group_type", "project_type"]),
  project: address("project").optional(),
  group: address("group").optional(),
  description: text(TEXT_LIMIT),
  tagList: words()
    .refine((tags) => tags.length <= TAG_LIMIT, `must not have more than ${TAG_LIMIT} tags`)
    .default([]),
  runUntagged: z.boolean().default(true),
  paused: z.boolean().default(false),
  locked: z.boolean().default(false),
  accessLevel: z.enum(["not_protected", "ref_protected"]).default("not_protected"),
  maximumTimeout: z.int().min(SHORTEST_TIMEOUT_S, `must be at least ${SHORTEST_TIMEOUT_S} seconds`).optional(),
  maintenanceNote: text(roomBeside(TEXT_LIMIT)),
  rotateBeforeDays: z
    .int()
    .min(1, "must be at least 1")
    .max(LONGEST_NOTICE_DAYS, `must be at most ${LONGEST_NOTICE_DAYS}`)
    .optional(),
});

export type RunnerInputs = z.output<typeof fields>;

export const runnerInputs = fields.superRefine((inputs, context) => {
  for (const message of problems(inputs)) context.addIssue({ code: "custom", message });
});

function problems({ runnerType, project, group, runUntagged, tagList }: RunnerInputs): string[] {
  const found: string[] = [];
  const demand = (isGiven: boolean, isNeeded: boolean, what: string) => {
    if (isNeeded && !isGiven)
      found.push(`runnerType "${runnerType}" needs ${what}: say which one the runner belongs to`);
    if (!isNeeded && isGiven)
      found.push(`runnerType "${runnerType}" takes no ${what}: leave it out, or choose "${what}_type"`);
  };
  demand(project !== undefined, runnerType === "project_type", "project");
  demand(group !== undefined, runnerType === "group_type", "group");
  if (!runUntagged && tagList.length === 0)
    found.push("runUntagged is false and tagList is empty, so the runner could never run a job: give it tags");
  return found;
}
