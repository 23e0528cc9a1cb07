import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { GitLabApi } from "../../../support/gitlab/gitlab-api";

/** An id that no GitLab in a test has given out. */
export const NO_SUCH_ID = 999_999_999;

export const GUEST = 10;
export const PLANNER = 15;
export const REPORTER = 20;
export const SECURITY_MANAGER = 25;
export const DEVELOPER = 30;
export const MAINTAINER = 40;
export const OWNER = 50;

const User = z.object({ id: z.int(), username: z.string(), name: z.string(), email: z.string() });
const Token = z.object({ id: z.int(), token: z.string() });
const Bot = z.object({ id: z.int(), token: z.string(), user_id: z.int() });
const Group = z.object({ id: z.int(), name: z.string(), path: z.string(), full_path: z.string() });
const Project = z.object({ id: z.int(), name: z.string(), path: z.string(), path_with_namespace: z.string() });

export type User = z.output<typeof User> & { token: string };
export type Group = z.output<typeof Group>;
export type Project = z.output<typeof Project>;

/** The day that many days from today, in UTC. */
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A name that is free, also on a GitLab that others use at the same time. */
export const unique = (name: string): string => `${name}-${randomBytes(4).toString("hex")}`;

export async function newUser(gitlab: GitLabApi, name: string): Promise<User> {
  const username = unique(name);
  const profile = { username, name, email: `${username}@example.com`, force_random_password: true };
  const user = User.parse(await gitlab.do("POST /users", { json: { ...profile, skip_confirmation: true } }));
  return { ...user, token: (await newToken(gitlab, user.id)).token };
}

export async function newToken(gitlab: GitLabApi, userId: number, more: object = {}): Promise<z.output<typeof Token>> {
  const json = { name: "facts", scopes: ["api"], ...more };
  return Token.parse(await gitlab.do("POST /users/:id/personal_access_tokens", { path: { id: userId }, json }));
}

export async function newGroup(gitlab: GitLabApi, name: string, more: object = {}): Promise<Group> {
  const path = unique(name);
  return Group.parse(await gitlab.do("POST /groups", { json: { name: path, path, visibility: "private", ...more } }));
}

export async function newProject(gitlab: GitLabApi, name: string, more: object = {}): Promise<Project> {
  const path = unique(name);
  const json = { name: path, path, visibility: "private", ...more };
  return Project.parse(await gitlab.do("POST /projects", { json }));
}

/** A token of a project or group, with the user that it acts as. */
export async function newBot(gitlab: GitLabApi, place: Place, more: object = {}): Promise<z.output<typeof Bot>> {
  const json = { name: "robot", scopes: ["api"], ...more };
  return Bot.parse(await gitlab.do(`POST /${place.in}/:id/access_tokens`, { path: { id: place.id }, json }));
}

/** A runner of whatever `more` says; of the instance if it says nothing. */
export async function newRunner(gitlab: GitLabApi, more: object = {}): Promise<z.output<typeof Token>> {
  return Token.parse(await gitlab.do("POST /user/runners", { json: { runner_type: "instance_type", ...more } }));
}

export interface Place {
  readonly in: "groups" | "projects";
  readonly id: number;
}

export interface Membership extends Place {
  readonly user: User;
  readonly level: number;
}

export async function addMember(gitlab: GitLabApi, { in: kind, id, user, level }: Membership): Promise<void> {
  await gitlab.do(`POST /${kind}/:id/members`, { path: { id }, json: { user_id: user.id, access_level: level } });
}

export async function enforceJobTokenScope(gitlab: GitLabApi, enforced: boolean): Promise<void> {
  await gitlab.do("PUT /application/settings", { json: { enforce_ci_inbound_job_token_scope_enabled: enforced } });
}

/** Nothing but an instance and its administrator. */
export const anInstance = async (gitlab: GitLabApi) => ({ gitlab, root: gitlab.token });

/** A private group with one private project, and users with every role that matters here. */
export async function aTeam(gitlab: GitLabApi) {
  const acme = await newGroup(gitlab, "acme");
  const billing = await newProject(gitlab, "billing", { namespace_id: acme.id });
  const [owner, maintainer, developer, stranger] = await Promise.all([
    newUser(gitlab, "owner"),
    newUser(gitlab, "maintainer"),
    newUser(gitlab, "developer"),
    newUser(gitlab, "stranger"),
  ]);
  await addMember(gitlab, { in: "groups", id: acme.id, user: owner, level: OWNER });
  await addMember(gitlab, { in: "projects", id: billing.id, user: maintainer, level: MAINTAINER });
  await addMember(gitlab, { in: "projects", id: billing.id, user: developer, level: DEVELOPER });
  return { gitlab, root: gitlab.token, acme, billing, owner, maintainer, developer, stranger };
}
