import { z } from "zod";

/**
 * The version of the record format. A reader refuses an inventory of another version. New fields and new kinds of records don't raise it:
 * readers pass over what they don't know.
 */
export const SCHEMA_VERSION = 1;

const id = z.int().positive().describe("GitLab's numeric id.");
const path = z.string().min(1).describe("The full path, as GitLab writes it.");
const instant = z.iso.datetime({ offset: true }).describe("A time as ISO 8601.");
const day = z.iso.date().describe("A day as YYYY-MM-DD, in UTC.");
const place = z.object({ id, path }).describe("A project or a group by its id and its full path.");

const FEATURE_LEVELS = ["disabled", "private", "enabled", "public"] as const;
const VISIBILITIES = ["private", "internal", "public"] as const;

const inventory = z
  .object({
    kind: z.literal("inventory"),
    schema: z.literal(SCHEMA_VERSION).describe("The version of the record format."),
    gitlab: z.string().describe("The address of the GitLab, without /api/v4."),
    version: z.string().nullable().describe("GitLab's version, like 19.4.1; null if GitLab did not tell it."),
    readAs: z
      .object({ id, username: z.string() })
      .describe("The user whose token read it. Behind a group's or a project's access token stands a bot."),
    scope: z.object({
      groups: z.array(z.string()).describe("Full paths of the groups that were read, with all that is below them."),
      projects: z.array(z.string()).describe("Full paths of the projects that were read by name."),
    }),
    with: z.array(z.enum(["runners", "tokens"])).describe("What was read beside the projects."),
    by: z
      .enum(["graphql", "rest"])
      .describe("rest: GraphQL is off or older than 18.3, so permissions and uses are not known."),
    coverage: z.object({
      isComplete: z.boolean().describe("false: there may be private projects that the token does not see."),
      why: z.string(),
    }),
    startedAt: instant,
  })
  .describe("The header: the first record of an inventory.");

const entry = z
  .object({
    id,
    path: path.optional().describe("The full path; missing where GitLab hides the target from the token."),
    permissions: z
      .union([z.enum(["default", "unknown"]), z.array(z.string())])
      .describe(
        "default: all that the user who starts the job may do. unknown: read by REST alone, which does not show it. A list: GitLab's names in lower case; an empty one leaves cloning and registry pulls.",
      ),
    addedBy: z.string().nullable().describe("The username of who added it; null if GitLab does not tell it."),
    createdAt: instant.nullable().describe("When it was added; null if GitLab does not tell it."),
  })
  .describe("A project or a group whose job tokens may open the project.");

const use = z
  .object({ project: place, lastAuthorizedAt: instant })
  .describe("A line of the authentication log: when a job token of that project was last let in.");

const featureAccess = z
  .partialRecord(
    z.enum([
      "repository",
      "builds",
      "packageRegistry",
      "containerRegistry",
      "releases",
      "environments",
      "issues",
      "mergeRequests",
      "infrastructure",
      "monitor",
      "featureFlags",
      "modelRegistry",
    ]),
    z.enum(FEATURE_LEVELS),
  )
  .describe(
    "The level of each feature that a job token could reach: GitLab's <feature>_access_level. A missing one is not known.",
  );

const project = z
  .object({
    kind: z.literal("project"),
    id,
    path,
    visibility: z.enum(VISIBILITIES),
    archived: z.boolean(),
    markedForDeletionOn: day.nullable().describe("The day on which it was marked for deletion; null if it was not."),
    publicJobs: z
      .boolean()
      .nullable()
      .describe("Whether anybody may see the jobs of a public project; null if not known."),
    featureAccess,
    enabled: z
      .boolean()
      .nullable()
      .describe(
        "Whether only job tokens on the allowlist open the project. false: every job token does. null: not readable.",
      ),
    pushRepositoryForJobTokenAllowed: z.boolean().nullable().describe("null: not known."),
    crossProjectPushForJobTokenAllowed: z.boolean().nullable().describe("null: not known; only GraphQL shows it."),
    pipelineVariablesMinimumOverrideRole: z.string().nullable().describe("null: not known."),
    projects: z.array(entry).nullable().describe("The projects on the allowlist, by id. null: not readable."),
    groups: z.array(entry).nullable().describe("The groups on the allowlist, by id. null: not readable."),
    uses: z
      .array(use)
      .nullable()
      .describe(
        "The authentication log, by the id of the project that came in. null: not readable; only GraphQL shows it.",
      ),
    readAt: instant,
  })
  .describe("A project with its switches, its allowlist and its authentication log.");

const target = z
  .object({
    kind: z.literal("target"),
    of: z.enum(["project", "group"]),
    id,
    path,
    archived: z.boolean(),
    markedForDeletionOn: day.nullable(),
  })
  .describe(
    "A group that is on an allowlist, or a project that is and that is not among the projects of the inventory.",
  );

const runner = z
  .object({
    kind: z.literal("runner"),
    id,
    description: z.string(),
    runnerType: z.enum(["instance_type", "group_type", "project_type"]),
    owner: path
      .nullable()
      .describe("The group or the project that owns it; null for an instance runner, or where GitLab hides it."),
    projectCount: z
      .int()
      .nullable()
      .describe("The number of projects that a project runner serves; null if not known."),
    status: z.string().nullable().describe("online, offline, stale or never_contacted; null if not known."),
    paused: z.boolean(),
    tagList: z.array(z.string()),
    runUntagged: z.boolean(),
    locked: z.boolean(),
    accessLevel: z.enum(["not_protected", "ref_protected"]),
    maximumTimeout: z.int().nullable().describe("Seconds; null if it has none of its own."),
    createdAt: instant.nullable(),
    contactedAt: instant.nullable().describe("When it last asked for a job; null if never."),
    tokenExpiresAt: instant.nullable(),
    creationMethod: z
      .enum(["authenticated_user", "registration_token"])
      .nullable()
      .describe("registration_token: a legacy runner. null: not known."),
  })
  .describe("A runner that the projects of the inventory can use.");

const token = z
  .object({
    kind: z.literal("token"),
    id,
    name: z.string(),
    of: z.enum(["project", "group"]),
    owner: z.object({ id, path: path.nullable() }),
    accessLevel: z.string().describe("guest, planner, reporter, security_manager, developer, maintainer or owner."),
    scopes: z.array(z.string()),
    createdAt: instant.nullable(),
    expiresAt: day.nullable().describe("The day at whose start it ends; null: never."),
    lastUsedAt: instant.nullable().describe("null: never, as far as GitLab knows."),
  })
  .describe("An active access token of a project or of a group. Its value is nowhere in an inventory.");

const unseen = z
  .object({
    kind: z.literal("unseen"),
    what: z.enum(["project", "group", "lists", "log", "runners", "tokens", "targetProject", "targetGroup"]),
    id: z.int().nullable(),
    path: z.string().nullable().describe("What is unseen, as far as its path is known."),
    where: z.string().nullable().describe("The project on whose allowlist it stands, or the group in which it is."),
    why: z.string(),
  })
  .describe("What is there and could not be read, and why.");

const end = z
  .object({
    kind: z.literal("end"),
    endedAt: instant,
    projects: z.int(),
    entries: z.int().describe("Entries of all allowlists."),
    targets: z.int(),
    runners: z.int(),
    tokens: z.int(),
    unseen: z.int(),
    requests: z.int().describe("Requests that the run has sent that finished it."),
  })
  .describe("The counts: the last record. An inventory without it is unfinished.");

/** One line of an inventory. */
export const record = z.discriminatedUnion("kind", [inventory, project, target, runner, token, unseen, end]);

export type InventoryRecord = z.output<typeof record>;
export type HeaderRecord = z.output<typeof inventory>;
export type ProjectRecord = z.output<typeof project>;
export type AllowlistEntry = z.output<typeof entry>;
export type Use = z.output<typeof use>;
export type TargetRecord = z.output<typeof target>;
export type RunnerRecord = z.output<typeof runner>;
export type TokenRecord = z.output<typeof token>;
export type UnseenRecord = z.output<typeof unseen>;
export type EndRecord = z.output<typeof end>;

/** The JSON Schema of one line. */
export function recordSchema(): object {
  return {
    ...z.toJSONSchema(record, { override: withoutPattern }),
    title: `A record of an inventory of pulumi-gitlab-ci-access, version ${SCHEMA_VERSION}`,
  };
}

/** Leaves the format of a date, whose pattern has 200 characters. A new field is no error for a reader. */
function withoutPattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === "date" || jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (jsonSchema.type === "object" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
