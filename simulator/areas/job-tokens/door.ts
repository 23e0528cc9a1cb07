import type { Credential, Identity } from "../../grape/auth";
import { forbidden, invalid, notFound, type Refusal, unauthorized } from "../../grape/errors";
import type { RawParams } from "../../grape/params";
import { noContent, ok, type Reply } from "../../grape/reply";
import type { Instance } from "../../model/instance";
import type { Job } from "../../model/job-tokens";
import type { Project } from "../../model/project";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";
import { ANSWERS } from "./answers";
import { type Caller, type Decision, decideGit, decideRoute, type GitService } from "./decision";
import { findJobRoute } from "./find-route";
import type { JobRoute } from "./routes";
import { CANNOT_DOWNLOAD, CANNOT_PUSH, cannotPull, lacking, NO_REPOSITORY, unlisted } from "./texts";

/** A request that may carry a job's token. */
export interface Knock {
  readonly instance: Instance;
  readonly method: string;
  readonly given: RawParams;
  readonly credential: Credential;
}

/** Answers a job's token where no other area does; the others then answer for the user behind the job. */
export function answerJob(knock: Knock, path: string): Reply | Identity | undefined {
  const { instance, method, given, credential } = knock;
  if (method === "GET" && path === "/job") return credential.kind === "job" ? presentJob(knock) : undefined;
  // Nearly every request ends here, before a hundred patterns are tried. A trigger takes a token as `token`.
  if (credential.kind !== "job" && typeof given.token !== "string") return undefined;
  const found = findJobRoute(instance.release, method, path);
  if (found === undefined) return undefined;
  const { route, address, names } = found;
  const job = jobIn(knock, route);
  if (job === undefined && credential.kind !== "job") return undefined;
  const caller = callerOf(instance, job);
  const project = projectAt(instance, address);
  if (project === undefined) throw route.policies ? notFound("Project") : notFound();
  const decision = decideRoute(instance, caller, project, route);
  if (!decision.allowed) throw refusalOf(decision, { instance, caller, project, route });
  if (decision.logged) instance.authLog.capture(project.id, caller.origin.id);
  if (route.status === 204) return noContent();
  const answer = ANSWERS[`${method} ${route.path.replace("/projects/:id", "")}`];
  if (answer === undefined) return identityOf(caller.user, job);
  const url = `${instance.origin}/api/v4${path}`;
  return answer({
    instance,
    user: caller.user,
    project,
    names,
    url,
    given: { ...given, id: address, ...names },
    status: route.status,
  });
}

/** The user behind a job, with its token in the place of one of the user's own. */
function identityOf(user: User, job: Job | undefined): Identity {
  if (job === undefined) throw unauthorized();
  const { id, token: value, startedAt: createdAt } = job;
  const ends = { expiresAt: null, revokedAt: null, lastUsedAt: null };
  const about = { id, userId: user.id, value, name: "job", description: null, scopes: ["api"] as const };
  return { user, token: { ...about, ...ends, createdAt, impersonation: false, familyId: id } };
}

/** A trigger takes the token in a parameter of its own. It would also take trigger tokens, which are not simulated. */
function jobIn({ instance, given, credential }: Knock, { policies }: JobRoute): Job | undefined {
  if (policies === null && typeof given.token === "string") return instance.jobTokens.byToken(given.token);
  return credential.job;
}

export function callerOf(instance: Instance, job: Job | undefined): Caller {
  const origin = job && instance.namespaces.projects.get(job.projectId);
  const user = job && instance.users.byId(job.userId);
  // A job's token ends with the job.
  if (origin === undefined || user === undefined) throw unauthorized();
  if (user.state === "blocked") throw forbidden("Your account has been blocked.");
  return { origin, user };
}

function projectAt({ namespaces }: Instance, address: string): Project | undefined {
  return /^\d+$/.test(address) ? namespaces.projects.get(Number(address)) : namespaces.projectAtPath(address)?.project;
}

interface Situation {
  readonly instance: Instance;
  readonly caller: Caller;
  readonly project: Project;
  readonly route: JobRoute;
}

function refusalOf(decision: Decision & { allowed: false }, { instance, caller, project, route }: Situation): Refusal {
  if (route.policies === null) {
    // A trigger answers 404 for a project that the job may not reach.
    if (decision.why !== "role") return notFound();
    return invalid({ base: ["Insufficient permissions to create a new pipeline"] });
  }
  if (decision.why === "hidden" || decision.why === "unlisted") return forbidden(unlisted(instance, caller, project));
  return decision.why === "permission" ? forbidden(lacking(instance, project, route.policies)) : forbidden();
}

/** The job itself, for its own token. */
function presentJob({ instance, credential: { job } }: Knock): Reply {
  const { user } = callerOf(instance, job);
  const at = job?.startedAt.toISOString();
  const project = { ci_job_token_scope_enabled: false };
  const times = { created_at: at, started_at: at };
  return ok({ id: job?.id, status: "running", ...times, user: presentUserBasic(instance, user), project });
}

const SERVICES: readonly string[] = ["git-upload-pack", "git-receive-pack"] satisfies GitService[];
const REALM = { "WWW-Authenticate": 'Basic realm="GitLab"', "Content-Type": "text/plain" };

/** The first request of a clone or a push, for jobs only. Nothing of git is simulated beside the decision about it. */
export function answerGit({ instance, given, credential }: Knock, repository: string): Reply {
  const service = SERVICES.find((each): each is GitService => each === given.service);
  if (service === undefined) return plain(403, "Git access over dumb HTTP is not allowed");
  if (credential.job === undefined) return { ...plain(401, "HTTP Basic: Access denied."), headers: REALM };
  const caller = callerOf(instance, credential.job);
  const project = instance.namespaces.projectAtPath(repository)?.project;
  if (project === undefined) return plain(404, NO_REPOSITORY);
  const decision = decideGit(instance, caller, project, service);
  if (!decision.allowed) return plain(403, gitText(decision, { instance, caller, project }, service));
  if (decision.logged) instance.authLog.capture(project.id, caller.origin.id);
  // An empty repository: its service line, and no refs.
  const text = `${packetLine(`# service=${service}\n`)}00000000`;
  return { status: 200, text, headers: { "Content-Type": `application/x-${service}-advertisement` } };
}

function gitText(decision: Decision & { allowed: false }, at: Omit<Situation, "route">, service: GitService): string {
  if (decision.why === "unlisted") return unlisted(at.instance, at.caller, at.project);
  if (decision.why === "hidden") return cannotPull(at.instance, at.project);
  return service === "git-upload-pack" ? CANNOT_DOWNLOAD : CANNOT_PUSH;
}

const plain = (status: number, text: string): Reply => ({ status, text, headers: { "Content-Type": "text/plain" } });

function packetLine(text: string): string {
  return (text.length + 4).toString(16).padStart(4, "0") + text;
}
