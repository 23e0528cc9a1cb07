import type { Simulator } from "../../../../../simulator";
import type { Answer, Call, GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { addMember, newGroup, newProject, newUser } from "../../facts/world";
import { dataOf } from "../../graphql/graphql-api";

/** How a job stands to the project that it asks. */
export interface Situation {
  readonly visibility?: "internal" | "private" | "public";
  /** The level of the user behind the job in the accessed project. */
  readonly level?: number;
  /** What is listed: the job's project, or a group above it. Nothing: no entry. */
  readonly listed?: "far group" | "near group" | "project";
  /** Permissions of the entry, in GraphQL's names; left out, it has GitLab's default. */
  readonly permissions?: readonly string[];
  readonly settings?: object;
  /** May jobs of listed projects push? */
  readonly crosses?: boolean;
  /** Is the job of the accessed project itself? */
  readonly own?: boolean;
  readonly isOpen?: boolean;
  /** Is the accessed project closed for work? */
  readonly standing?: "archived" | "marked";
}

const ADD = `mutation($input: CiJobTokenScopeAddGroupOrProjectInput!) { ciJobTokenScopeAddGroupOrProject(input: $input) { errors } }`;

const CROSS = `mutation($path: ID!) {
  projectCiCdSettingsUpdate(input: { fullPath: $path, crossProjectPushForJobTokenAllowed: true }) { errors }
}`;

interface Entry {
  readonly project: string;
  readonly target: string;
  readonly permissions: readonly string[] | undefined;
}

/** Lists a project or group, with permissions where there are any. */
async function list(gitlab: GitLabApi, { project, target, permissions }: Entry): Promise<void> {
  const policies = permissions && { defaultPermissions: false, jobTokenPolicies: permissions };
  const input = { projectPath: project, targetPath: target, ...policies };
  const { errors } = (await dataOf(gitlab, ADD, { variables: { input } })).ciJobTokenScopeAddGroupOrProject;
  if (errors.length > 0) throw new Error(errors.join());
}

/** acme/tools/deploy, whose job asks, and billing, which it asks. */
export async function aJob(simulator: Simulator, gitlab: GitLabApi, given: Situation) {
  const far = await newGroup(gitlab, "acme", { visibility: given.visibility ?? "private" });
  const near = await newGroup(gitlab, "tools", { parent_id: far.id });
  const deploy = await newProject(gitlab, "deploy", { namespace_id: near.id });
  const { visibility = "private", settings, level } = given;
  const billing = await newProject(gitlab, "billing", { visibility });
  if (settings) await gitlab.put(`/projects/${billing.id}`, settings);
  const user = await newUser(gitlab, "starter");
  if (level !== undefined) await addMember(gitlab, { in: "projects", id: billing.id, user, level });
  const targets = { "far group": far.full_path, "near group": near.full_path, project: deploy.path_with_namespace };
  const project = billing.path_with_namespace;
  if (given.listed) await list(gitlab, { project, target: targets[given.listed], permissions: given.permissions });
  if (given.crosses) await dataOf(gitlab, CROSS, { variables: { path: project } });
  if (given.isOpen) await gitlab.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
  if (given.standing === "archived") await gitlab.post(`/projects/${billing.id}/archive`);
  if (given.standing === "marked") await gitlab.do("DELETE /projects/:id", { path: { id: billing.id } });
  const token = simulator.jobTokens.create({ project: given.own ? billing.id : deploy.id, user: user.username });
  return { token, deploy, billing, user, near, far };
}

/** Sends a request with a job's token. */
export function asJob(gitlab: GitLabApi, token: string, endpoint: string, call: Call = {}): Promise<Answer> {
  return gitlab.send(endpoint, { ...call, headers: { "job-token": token } });
}

/** HTTP Basic, as git and docker send a token. */
export function basic(token: string, login = "gitlab-ci-token"): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${login}:${token}`).toString("base64")}` };
}

/** The first request of a clone or push, as git sends it. */
export async function knockAt(gitlab: GitLabApi, token: string, path: string, service: string) {
  const url = `${gitlab.url}/${path}.git/info/refs?service=${service}`;
  const response = await fetch(url, { headers: basic(token) });
  return { status: response.status, text: await response.text() };
}
