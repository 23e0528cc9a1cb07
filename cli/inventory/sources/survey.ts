import { z } from "zod";
import type { GitLab } from "../../../provider/gitlab/connection";
import { AnswerError, isNotFound } from "../../../provider/http/errors";
import { path } from "../../../provider/http/path";
import { type HeaderRecord, SCHEMA_VERSION } from "../record";
import { type Schema, SETTINGS } from "./details";

const NEEDS = "a token with the read_api scope";
/** The first release in which permissions of entries are generally available. */
const PERMISSIONS_SINCE = [18, 3];
const MAINTAINER = 40;

/** What is to be read. */
export interface Wanted {
  readonly groups: readonly string[];
  readonly projects: readonly string[];
  readonly with: HeaderRecord["with"];
}

/** A group that is read whole. */
export interface ScopeGroup {
  readonly id: number;
  readonly path: string;
}

/** What is known before the first project is read. */
export interface Survey {
  readonly header: HeaderRecord;
  readonly groups: readonly ScopeGroup[];
  /** What GitLab's GraphQL has; undefined where projects are read by REST. */
  readonly schema: Schema | undefined;
  /** What a user must know of the token, before anything is read. */
  readonly notes: readonly string[];
}

const user = z.object({ id: z.int(), username: z.string(), is_admin: z.boolean().default(false) });
const metadata = z.object({ version: z.string() });
const group = z.object({ id: z.int(), full_path: z.string() });
const member = z.object({ access_level: z.int() });
const self = z.object({ scopes: z.array(z.string()).default([]) });
const types = z.object({
  settings: z.object({ fields: z.array(z.object({ name: z.string() })).nullable() }).nullable(),
  entry: z.object({ name: z.string().nullable() }).nullable(),
  log: z.object({ name: z.string().nullable() }).nullable(),
});

type User = z.output<typeof user>;

/** Asks who reads, which GitLab it is and what it can tell. */
export async function survey(gitlab: GitLab, wanted: Wanted, now: Date): Promise<Survey> {
  const [who, version, scopes, schema, groups] = await Promise.all([
    get(gitlab, path`/user`, user, "ask whose token this is"),
    versionOf(gitlab),
    scopesOf(gitlab),
    schemaOf(gitlab),
    Promise.all(wanted.groups.map((name) => groupAt(gitlab, name))),
  ]);
  const by = schema !== undefined && isAtLeast(version, PERMISSIONS_SINCE) ? "graphql" : "rest";
  const header: HeaderRecord = {
    kind: "inventory",
    schema: SCHEMA_VERSION,
    gitlab: gitlab.client.origin,
    version: version ?? null,
    readAs: { id: who.id, username: who.username },
    scope: { groups: groups.map(({ path: name }) => name), projects: [...wanted.projects] },
    with: wanted.with,
    by,
    coverage: await coverageOf(gitlab, who, groups),
    startedAt: now.toISOString(),
  };
  const isOff = schema === undefined;
  return { header, groups, schema: by === "graphql" ? schema : undefined, notes: notesOn(header, scopes, isOff) };
}

async function get<T>(gitlab: GitLab, at: ReturnType<typeof path>, shape: z.ZodType<T>, action: string): Promise<T> {
  return gitlab.lanes.run(() =>
    gitlab.client.send({ method: "GET", path: at, purpose: { action, needs: NEEDS } }, shape),
  );
}

async function groupAt(gitlab: GitLab, name: string): Promise<ScopeGroup> {
  const call = {
    method: "GET",
    path: path`/groups/${name}`,
    query: { with_projects: "false" },
    purpose: { action: `find the group ${name}`, needs: NEEDS },
  } as const;
  const found = await gitlab.lanes.run(() => gitlab.client.send(call, group));
  return { id: found.id, path: found.full_path };
}

/** Undefined for a GitLab that does not tell it. */
async function versionOf(gitlab: GitLab): Promise<string | undefined> {
  return orUndefined(async () => (await get(gitlab, path`/metadata`, metadata, "ask for GitLab's version")).version);
}

/** A token that is no personal, project or group access token, such as one of OAuth, does not know its scopes. */
async function scopesOf(gitlab: GitLab): Promise<readonly string[]> {
  const found = await orUndefined(() =>
    get(gitlab, path`/personal_access_tokens/self`, self, "ask for the token's scopes"),
  );
  return found?.scopes ?? [];
}

/** Undefined where GraphQL is off, or knows no allowlists yet. */
async function schemaOf(gitlab: GitLab): Promise<Schema | undefined> {
  const query = {
    query: `{ settings: __type(name: "ProjectCiCdSetting") { fields(includeDeprecated: true) { name } } entry: __type(name: "CiJobTokenScopeAllowlistEntry") { name } log: __type(name: "CiJobTokenAuthLog") { name } }`,
    purpose: { action: "ask what GitLab's GraphQL has", needs: NEEDS },
    repeatable: true,
  };
  const found = await orUndefined(() => gitlab.lanes.run(() => gitlab.client.query(query, types)));
  const { settings, entry, log } = found?.data ?? {};
  if (!entry) return undefined;
  const names = new Set(settings?.fields?.map(({ name }) => name));
  return { settings: SETTINGS.filter((name) => names.has(name)), hasLog: Boolean(log) };
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AnswerError && [403, 404, 405].includes(error.status)) return undefined;
    throw error;
  }
}

async function coverageOf(gitlab: GitLab, who: User, groups: readonly ScopeGroup[]): Promise<HeaderRecord["coverage"]> {
  if (who.is_admin) return { isComplete: true, why: `${who.username} is an administrator.` };
  const levels = await Promise.all(groups.map(async (one) => ({ one, level: await levelIn(gitlab, who, one) })));
  const weak = levels.filter(({ level }) => level < MAINTAINER).map(({ one }) => one.path);
  if (weak.length === 0)
    return { isComplete: true, why: `${who.username} has the Maintainer or Owner role in all of it.` };
  return {
    isComplete: false,
    why: `${who.username} has neither the Maintainer nor the Owner role in ${weak.join(", ")}.`,
  };
}

async function levelIn(gitlab: GitLab, who: User, { id, path: name }: ScopeGroup): Promise<number> {
  try {
    const action = `ask for the role of ${who.username} in ${name}`;
    return (await get(gitlab, path`/groups/${id}/members/all/${who.id}`, member, action)).access_level;
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw error;
  }
}

function isAtLeast(version: string | undefined, [major = 0, minor = 0]: readonly number[]): boolean {
  const [ours = 0, theirs = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10));
  return ours > major || (ours === major && theirs >= minor);
}

function notesOn({ by, version, coverage }: HeaderRecord, scopes: readonly string[], isOff: boolean): string[] {
  const why = isOff ? "its GraphQL is off or too old" : "it is older than 18.3";
  return [
    ...(by === "rest"
      ? [
          `This GitLab (${version ?? "of unknown version"}) is read by REST alone, because ${why}: permissions of entries and who used them are not known, and it takes three requests a project.`,
        ]
      : []),
    ...(scopes.includes("granular")
      ? [
          "The token is a fine-grained personal access token. GitLab gives permissions and the authentication log to classic tokens only: make one with the read_api scope.",
        ]
      : []),
    ...(scopes.includes("api") || scopes.includes("sudo")
      ? ["The token can write. A token with the read_api scope is enough for everything here."]
      : []),
    "Keep the token like an administrator's: with the Maintainer role, a token with the read_api scope can read the value of every CI/CD variable by GraphQL. This command never asks for one.",
    ...(coverage.isComplete ? [] : [`There may be private projects that it does not see: ${coverage.why}`]),
  ];
}
